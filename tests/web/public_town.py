"""A town that the public looks at: two holders, a suspended one, one refused, and an application under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.decision import Decision
from labelflow.models.label import Label
from tests.crowd import READERS, open_together, ready, voted
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene

LONG = FACTS + " La structure a été entendue, et n’a pas présenté de correction."
OUTCOMES = {"applicant": "grant", "library": "grant", "neighbour": "grant", "club": "refuse"}


def town(crowd: Crowd) -> dict[str, Scene]:
    """See the module. Place → its scene, with the label and its number."""
    scenes = {place: ready(crowd, place, READERS) for place in OUTCOMES}
    open_together(crowd, list(scenes.values()))
    for place, scene in scenes.items():
        voted(crowd, scene, OUTCOMES[place])
        crowd.take("item", scene.item, "close_vote", by="chair")
    with crowd.looking() as session:
        drafted = {one.application.public_id: one.public_id for one in session.query(Decision)}
    refused = drafted[scenes["club"].application]
    grounds = [{"article": "4.1", "criterion": "A1", "facts": FACTS}]
    crowd.take("decision", refused, "redraft", by="chair", grounds=grounds, departure_reason="Vu en séance.")
    for scene in scenes.values():
        crowd.take("decision", drafted[scene.application], "sign", by="signatory")
    with crowd.looking() as session:
        granted = {one.application.public_id: (one.public_id, one.number) for one in session.query(Label)}
    for scene in scenes.values():
        scene.label, scene.number = granted.get(scene.application, ("", ""))
    crowd.take("label", scenes["neighbour"].label, "suspend_at_once", by="chair", facts=LONG)
    return scenes
