"""The rules of a label: pure functions of facts and time, without storage, network or clock."""
