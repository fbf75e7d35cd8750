"""What a decision on the merits rests on, counted from the rows (invariants 4 to 8 of the domain reference)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.properties.seen import GRID, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.properties.seen import Row, Seen

COUNTING: Final = ("submitted", "locked", "revising")
GATES: Final = {one["code"]: one for one in GRID["criteria"] if "gate" in one}


def readings(seen: Seen, application: int) -> list[Row]:
    """The assignments whose review counts."""
    return [row for row in seen.all("assignment", application_id=application) if row.state in COUNTING]


def lacking(seen: Seen, application: Row) -> Iterator[str]:
    """What is missing among the readings that a decision needs."""
    rows = readings(seen, application.id)
    peers = [row for row in rows if row.reader == "peer"]
    rule = RULES["review"]
    if len({row.person_id for row in peers}) < rule["peers"]:
        yield "peers are missing"
    if len({row.structure_id for row in peers} - {None}) < rule["peers"]:
        yield "peers come from one structure"
    if len({row.person_id for row in rows if row.reader == "scientist"}) < rule["scientists"]:
        yield "a scientific opinion is missing"
    home = seen.one("structure", application.structure_id).department
    if not any(seen.one("structure", row.structure_id).department != home for row in peers if row.structure_id):
        yield "no peer comes from elsewhere"
    for row in rows:
        if last_submitted(seen, row.id) is None:
            yield f"a reading counts without a submitted review: {row.public_id}"


def last_submitted(seen: Seen, assignment: int) -> Row | None:
    """The version of a review that counts: the last one that its reader submitted."""
    sealed = [row for row in seen.all("review", assignment_id=assignment) if row.submitted_at is not None]
    return max(sealed, key=lambda row: row.number, default=None)


def unmet_gates(seen: Seen, application: Row) -> list[str]:
    """The eliminatory criteria that the readings do not find met beyond doubt."""
    return [code for code in GATES if not _is_met(code, seen, application)]


def _is_met(code: str, seen: Seen, application: Row) -> bool:
    least, needed = GATES[code]["gate"], RULES["thresholds"]["gate_confirmations"]
    levels = [
        mark.level
        for row in readings(seen, application.id)
        if row.reader in GATES[code]["readers"]
        for review in [last_submitted(seen, row.id)]
        if review is not None
        for mark in seen.all("mark", review_id=review.id, criterion=code)
        if mark.level is not None
    ]
    checks = seen.all("document_check", application_id=application.id, criterion=code)
    checked = [row.level for row in checks] if "coordinator" in GATES[code]["readers"] else []
    levels += checked
    below = [level for level in levels if level < least]
    if not levels or len(below) >= needed or any(level < least for level in checked):
        return False
    return not below or len(levels) - len(below) >= needed


def quorum_faults(seen: Seen, item: Row) -> Iterator[str]:
    """What was wrong with the vote that just closed: who was there, who voted, and whether it carries."""
    session = seen.one("committee_session", item.session_id)
    roles = ("member", "chair", "deputy_chair")
    members = {row.user_id for row in seen.all("mandate") if row.role in roles and _runs(row, seen)}
    recused = {row.member_id for row in seen.all("recusal", item_id=item.id)}
    there = {
        row.member_id
        for row in seen.all("attendance", session_id=session.id)
        if row.presence in {"present", "remote"} and row.member_id in members - recused
    }
    proxies = _proxies(seen, session.id, members - recused, there)
    entitled = len(members - recused)
    required = max(-(-entitled // 2), RULES["committee"]["floor"])
    if len(there) + len(proxies) < required:
        yield f"no quorum: {len(there)} + {len(proxies)} for {required}"
    votes = {row.member_id: row.choice for row in seen.all("vote", item_id=item.id, ballot=item.ballot)}
    counted = {member: votes.get(member, "abstain") for member in there | set(proxies)}
    in_favour = sum(choice == "for" for choice in counted.values())
    presiding = item.result["ballots"][-1]["chair"]
    casting = [row.id for row in seen.all("user", public_id=presiding)]
    tips = 2 * in_favour == len(counted) and casting and counted.get(casting[0]) == "for"
    if 2 * in_favour <= len(counted) and not tips:
        yield f"not carried: {in_favour} of {len(counted)}"


def _proxies(seen: Seen, session: int, may_vote: set[int], there: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in seen.all("attendance", session_id=session, presence="proxy"):
        if row.member_id in may_vote and row.proxy_to_id in there and row.proxy_to_id not in found.values():
            found[row.member_id] = row.proxy_to_id
    return found


def _runs(row: Row, seen: Seen) -> bool:
    return bool(row.starts_on <= seen.today and (row.ends_on is None or seen.today <= row.ends_on))
