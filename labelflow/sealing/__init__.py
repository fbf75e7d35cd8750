"""The seal of issued documents: PAdES signatures by the instance's own keys, and their reading.

Pure functions over bytes and keys: no database, no page, no network. Importing this package loads
neither pyHanko nor cryptography.
"""
