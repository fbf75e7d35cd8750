"""Somebody who has no mouse: goes from control to control, and must always see where they are.

lea = Keys(person)
lea.open("/candidatures")
lea.follow("Continuer le dossier")                 # tabs to the link, and presses Enter
lea.write("Présentez votre structure", "…")        # tabs to the field, and types over what it held
lea.press("Enregistrer et continuer")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.journeys.person import Person

MOST_TABS = 150

SEEN = """
control => {
  const shown = control.type === "radio" || control.type === "checkbox" ? control.closest(".choice, label, div") : control
  const style = getComputedStyle(control), box = shown.getBoundingClientRect()
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none"
  return ring && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
}
"""
"""Whether the control that has the focus says so, and is on the screen."""


class Keys:
    """See the module."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keyboard = person.page.keyboard
        person.page.emulate_media(reduced_motion="reduce")  # what has the focus is on the screen at once

    def open(self, path: str) -> None:
        """Type an address."""
        self.person.open(path)

    def reach(self, control: Locator) -> None:
        """Press Tab until a control has the focus; each one on the way shows that it has it."""
        for _tab in range(MOST_TABS):
            if self._has_focus(control):
                return
            self.keyboard.press("Tab")
            where = self.person.page.locator(":focus")
            if where.count():
                assert where.evaluate(SEEN), (
                    f"one does not see where one is: {where.evaluate('one => one.outerHTML')[:200]}"
                )
        raise AssertionError(f"{self.person.page.url}: {MOST_TABS} tabs do not lead to {control}")

    def _has_focus(self, control: Locator) -> bool:
        return bool(control.evaluate("one => one === document.activeElement"))

    def follow(self, words: str) -> None:
        """Go to a link and open it."""
        self._enter("link", words, 200)

    def jump(self, words: str) -> None:
        """Go to a link that leads to a place of the same page."""
        link = self.person.page.get_by_role("main").get_by_role("link", name=words, exact=True)
        self.reach(link)
        self.keyboard.press("Enter")
        self.person.page.wait_for_url("**#*")

    def press(self, words: str, status: int = 200) -> None:
        """Go to a button and press it."""
        self._enter("button", words, status)

    def _enter(self, role: str, words: str, status: int) -> None:
        main = self.person.page.get_by_role("main")
        self.reach(main.get_by_role(role, name=words, exact=True).first)  # type: ignore[arg-type]  # a role
        self.person.arrive(self._press_enter, status)

    def _press_enter(self) -> None:
        with self.person.page.expect_navigation():
            self.keyboard.press("Enter")

    def write(self, label: str, words: str) -> None:
        """Go to a field and type over what it held."""
        self.reach(self.person.field(label))
        self.keyboard.press("ControlOrMeta+a")
        self.keyboard.type(words)

    def choose(self, question: str, choice: str) -> None:
        """Go to a question of one choice and move down or up to it."""
        group = self.person.group(question)
        wanted = group.get_by_label(choice).first
        radios = group.get_by_role("radio").all()
        self.reach(next((one for one in radios if one.is_checked()), radios[0]))
        for _down in radios:
            if wanted.is_checked():
                return
            self.keyboard.press("ArrowDown")
        assert wanted.is_checked(), f"the arrows do not lead to « {choice} »"

    def tick(self, control: Locator) -> None:
        """Go to a box and tick it."""
        self.reach(control)
        if not control.is_checked():
            self.keyboard.press("Space")
        assert control.is_checked()

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Go to a place for a file, and choose one in the system's own window."""
        self.reach(self.person.field(label))
        with self.person.page.expect_file_chooser() as window:
            self.keyboard.press("Space")
        window.value.set_files({"name": name, "mimeType": "application/pdf", "buffer": content})

    def skip_to_content(self) -> None:
        """The first tab of a page offers to go past its head."""
        page = self.person.page
        page.locator("body").evaluate("body => body.focus()")
        self.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Aller au contenu"
        self.keyboard.press("Enter")
        assert page.url.endswith("#contenu")
