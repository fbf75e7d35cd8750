"""Somebody with a browser and without JavaScript, who knows only what is written on the page.

maud = Person(site, chromium, "Maud Ferrand", "coordinator@exemple.fr", sights)
maud.enter()                                    # asks for a link, reads the mail, presses the button
maud.open("/coordination")
maud.click("L’Atelier des étoiles")
maud.write("Message à la structure", "…")
maud.press("Demander des pièces")
assert maud.sees("Incomplet")
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from playwright.sync_api import Browser, Locator, Response

    from tests.journeys.sights import Sights
    from tests.journeys.site import Site

OPTIONAL = r"(\s*\(facultatif\))?"


class Person:
    """See the module."""

    def __init__(self, site: Site, chromium: Browser, email: str, sights: Sights) -> None:
        self.site = site
        self.email = email
        self.sights = sights
        self.context = chromium.new_context(
            base_url=site.base, java_script_enabled=False, locale="fr-FR", viewport={"width": 1280, "height": 900}
        )
        self.context.set_default_timeout(30_000)
        self.status = 0
        self.context.on("response", self._note)
        self.page = self.context.new_page()

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status

    # -- going about

    def open(self, path: str, status: int = 200) -> None:
        """Type an address."""
        self.arrive(lambda: self.page.goto(path), status)

    def click(self, words: str | re.Pattern[str], status: int = 200) -> None:
        """Follow the first link with these words, in the main part if it is there."""
        self.arrive(self._one("link", words).click, status)

    def press(self, words: str, status: int = 200) -> None:
        """Press a button."""
        self.arrive(self._one("button", words).click, status)

    def use(self, words: str, status: int = 200) -> None:
        """Press what looks like a button: a link to the page that asks for more, or a button that acts at once."""
        button = self.page.get_by_role("main").get_by_role("button", name=words, exact=True)
        self.press(words, status) if button.count() else self.click(words, status)

    def _one(self, role: str, words: str | re.Pattern[str]) -> Locator:
        exact = {"name": words, "exact": isinstance(words, str)}
        main = self.page.get_by_role("main").get_by_role(role, **exact)  # type: ignore[arg-type]  # a role
        whole = self.page.get_by_role(role, **exact)  # type: ignore[arg-type]  # same
        found = main if main.count() else whole
        assert found.count(), f"{self.page.url}: no {role} « {words} » among {self._named(role)}\n{self.text}"
        return found.first

    def _named(self, role: str) -> list[str]:
        return [" ".join(one.split()) for one in self.page.get_by_role(role).all_inner_texts()]  # type: ignore[arg-type]

    def arrive(self, act: Callable[[], object], status: int = 200) -> None:
        """See where an act leads."""
        act()
        self.page.wait_for_load_state("load")
        assert self.status == status, f"{self.page.url}: {self.status} instead of {status}\n{self.text}"
        self.sights.keep(self.page.url, self.page.content())

    # -- filling

    def field(self, label: str) -> Locator:
        """The control beside these words."""
        named = re.compile(rf"^\s*{_loose(label)}{OPTIONAL}\s*$")
        found = self.page.get_by_role("main").get_by_label(named)
        assert found.count(), f"{self.page.url}: nothing to fill beside « {label} »\n{self.text}"
        return found.first

    def write(self, label: str, words: str) -> None:
        """Type into a control, in place of what it held."""
        self.field(label).fill(words)

    def choose(self, label: str) -> None:
        """Tick a box, or take a choice."""
        self.tick(self.field(label))

    def answer(self, question: str, choice: str) -> None:
        """Take a choice of a question: several have the same words on one page."""
        named = re.compile(rf"^\s*{_loose(choice)}")
        self.tick(self.group(question).get_by_label(named).first)

    def tick(self, control: Locator) -> None:
        """Click the words of a box that is not ticked: they lie over it."""
        if not control.is_checked():
            self.page.locator(f'label[for="{control.get_attribute("id")}"]').click()
        assert control.is_checked()

    def pick(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose in a list."""
        control = self.field(label)
        words = [" ".join(one.split()) for one in control.locator("option").all_inner_texts()]
        wanted = [place for place, one in enumerate(words) if (re.search(option, one))]
        assert wanted, f"no « {option} » among {words}"
        control.select_option(index=wanted[0])

    def attach(self, label: str, name: str, content: bytes, kind: str = "application/pdf") -> None:
        """Choose a file."""
        self.field(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def date(self, legend: str, day: date) -> None:
        """Fill the three boxes of a date, and that of the hour for an instant."""
        group = self.group(legend)
        for label, value in (("Jour", day.day), ("Mois", day.month), ("Année", day.year)):
            group.get_by_label(label, exact=True).fill(str(value))
        if isinstance(day, datetime):
            group.get_by_label("Heure", exact=True).fill(f"{day:%H:%M}")

    def group(self, legend: str) -> Locator:
        """The fieldset with this legend."""
        named = re.compile(rf"^\s*{_loose(legend)}{OPTIONAL}")
        found = self.page.get_by_role("main").get_by_role("group", name=named)
        assert found.count(), f"{self.page.url}: no question « {legend} »\n{self.text}"
        return found.first

    def row(self, heading: str) -> Locator:
        """The row of a table that begins with these words."""
        first = self.page.get_by_role("rowheader", name=re.compile(rf"^\s*{_loose(heading)}"))
        found = self.page.locator("main tr", has=first)
        assert found.count() == 1, f"{self.page.url}: {found.count()} rows « {heading} »"
        return found.first

    # -- looking

    @property
    def text(self) -> str:
        """What the main part says, on one line."""
        return " ".join(self.page.get_by_role("main").inner_text().split())

    @property
    def heading(self) -> str:
        """The title of the page."""
        return " ".join(self.page.get_by_role("heading", level=1).inner_text().split())

    def sees(self, words: str) -> bool:
        """Whether the main part says it."""
        return " ".join(words.split()) in self.text

    def download(self, words: str) -> bytes:
        """Follow a link to a file and keep it."""
        address = self._one("link", words).get_attribute("href")
        assert address
        answer = self.context.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return answer.body()

    # -- mail

    def read_mail(self, about: str) -> None:
        """Open the latest message whose subject says this."""
        self.open("/courrier")
        for link in self.page.get_by_role("main").get_by_role("listitem").all():
            if about in " ".join(link.inner_text().split()) and self.email in link.inner_text():
                self.arrive(link.get_by_role("link").first.click, 200)
                return
        raise AssertionError(f"{self.email} has no message about « {about} »: {self.text}")

    def follow_mail(self, about: str, status: int = 200) -> None:
        """Open the latest message about this, then the first address in it."""
        self.read_mail(about)
        self.arrive(self.page.get_by_role("main").locator(".letter a").first.click, status)

    def enter(self) -> None:
        """Sign in by an e-mailed link."""
        self.open("/connexion")
        self.sign_in_by_mail()

    def sign_in_by_mail(self) -> None:
        """From the page that asks to sign in, on to where one was going."""
        self.click("Recevoir par courriel un lien de connexion, sans mot de passe")
        self.write("Adresse électronique", self.email)
        self.press("Recevoir un lien")
        self.follow_mail("Votre lien de connexion")
        self.press("Se connecter")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()


def _loose(words: str) -> str:
    """The words as a pattern that takes any space."""
    return r"\s+".join(re.escape(word) for word in words.split())
