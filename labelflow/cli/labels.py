"""`labelflow labels`."""

from __future__ import annotations

import click

from labelflow.cli.context import echo_json, instance


@click.command(epilog="Exemple : labelflow labels list --state active --json")
@click.option("--state", help="Seulement les labels dans cet état (active, suspended, withdrawn…).")
@click.option("--programme", help="Seulement les labels de ce programme.")
@click.option("--json", "as_json", is_flag=True, help="En JSON, pour les scripts.")
def list_(state: str | None, programme: str | None, *, as_json: bool) -> None:
    """Lister les labels."""
    with instance():
        from labelflow import clock  # noqa: PLC0415 - once the instance has set the clock
        from labelflow.errors import Invalid  # noqa: PLC0415 - with its only use
        from labelflow.i18n import gettext as _  # noqa: PLC0415 - with its only use
        from labelflow.queries import labels as queries  # noqa: PLC0415 - needs the database

        known = queries.states_of_labels()
        if state is not None and state not in known:
            what = _("Aucun label ne peut être dans l’état « %(state)s ». États possibles : %(known)s.",
                     state=state, known=", ".join(known))  # fmt: skip
            raise Invalid(what)
        records = [queries.as_record(label, clock.now()) for label in queries.labels(state, programme)]
        if as_json:
            echo_json(records)
            return
        for record in records:
            click.echo(f"{record['number']}  {record['state']:<14} {record['ends_on']}  {record['holder']}")
        click.echo(_("%(count)s labels", count=len(records)), err=True)
