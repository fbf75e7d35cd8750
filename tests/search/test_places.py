"""Schools come from a file, and a holder that moves is found where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.domain.actor import SYSTEM
from labelflow.domain.searching import Wanted
from labelflow.errors import Invalid
from labelflow.models.search import SearchEntry
from labelflow.models.structure import Structure
from labelflow.queries.search import find, place_called
from labelflow.queries.search.places import UAI_LETTERS
from labelflow.services import search_index
from labelflow.services.schools import replace_schools
from labelflow.services.transaction import transaction
from tests import scenes
from tests.offers import offered

if TYPE_CHECKING:
    from tests.world import World


def uai(figures: int) -> str:
    return f"{figures:07}{UAI_LETTERS[figures % 23].upper()}"


MENDE, FLORAC = uai(480007), uai(480123)
LIST = f"""Identifiant_de_l_etablissement;Nom_etablissement;Code_commune;latitude;longitude
{MENDE};École primaire Les Terres Bleues;48095;44,52;3,50
{FLORAC};École de la Source;48061;;
{MENDE};École primaire Les Terres Bleues;48095;44,52;3,50
0480007A;École au mauvais numéro;48095;44,52;3,50
{uai(750001)};École parisienne;75056;48,8;2,3
"""


def test_a_school_is_found_by_number_and_by_name(world: World) -> None:
    with world.context():
        report = replace_schools(LIST.splitlines(), actor=SYSTEM, now=world.now)
        numbered, named = place_called(MENDE.lower()), place_called("école terres bleues")
        several = place_called("école")

    assert (report.kept, report.refused) == (2, [4, 5, 6])
    assert numbered.place is not None
    assert (numbered.place.name, numbered.place.department) == ("École primaire Les Terres Bleues, Mende", "48")
    assert named == numbered
    assert [one.school for one in several.choices] == [FLORAC, MENDE]


@pytest.mark.parametrize("text", ["", "nom;ville\nÉcole;Mende", f"uai;nom;insee\n{MENDE};;48095"])
def test_a_file_without_schools_changes_nothing(world: World, text: str) -> None:
    with world.context():
        replace_schools(LIST.splitlines(), actor=SYSTEM, now=world.now)
        with pytest.raises(Invalid):
            replace_schools(text.splitlines(), actor=SYSTEM, now=world.now)

        assert place_called(MENDE).place is not None


def test_a_holder_whose_name_changes_is_found_by_its_new_one(world: World) -> None:
    offered(world, scenes.labelled(world))
    with world.context(), transaction(actor=SYSTEM, now=world.now) as tx:
        holder = tx.session.scalars(select(Structure).where(Structure.name == world.structure("applicant").name)).one()
        holder.name, holder.updated_at = "Les Explorateurs du dimanche", tx.now
        tx.session.flush()
        search_index.follow_structures(tx.session, tx.now)

    with world.looking():
        assert find(Wanted(text="explorateur dimanche"), world.today).total == 1


def test_the_index_made_again_is_the_one_that_was_kept_in_step(world: World) -> None:
    scene = scenes.labelled(world)
    offered(world, scene)
    offered(world, scene, title="Volcans en bocal", mode="on_site", site_insee="48095", price="quoted")
    columns = list(SearchEntry.__table__.c)
    with world.context():
        with world.looking() as session:
            before = session.execute(select(*columns).order_by(SearchEntry.id)).all()
        search_index.rebuild(actor=SYSTEM, now=world.now)
        with world.looking() as session:
            assert session.execute(select(*columns).order_by(SearchEntry.id)).all() == before
        assert find(Wanted(text="volcan"), world.today).total == 1
