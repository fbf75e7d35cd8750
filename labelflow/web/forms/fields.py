"""The fields that forms may use: each draws its own label, hint, error and control.

    name = TextField(_l("Nom de la structure"), required=_l("Indiquez le nom de la structure."))

and in the page `{{ form.name }}`, nothing else.
"""

from labelflow.web.forms.choices import ChoiceField, ChoicesField, SelectField, TickField, YesNoField
from labelflow.web.forms.dates import DateField, MomentField
from labelflow.web.forms.levels import Answer, Level, LevelField
from labelflow.web.forms.numbers import DecimalField, NumberField
from labelflow.web.forms.parts import PartField
from labelflow.web.forms.texts import (
    EmailField,
    HiddenField,
    LongTextField,
    PasswordField,
    SearchField,
    TextField,
    UrlField,
    VersionField,
)
from labelflow.web.forms.uploads import FileField

__all__ = [
    "Answer",
    "ChoiceField",
    "ChoicesField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "HiddenField",
    "Level",
    "LevelField",
    "LongTextField",
    "MomentField",
    "NumberField",
    "PartField",
    "PasswordField",
    "SearchField",
    "SelectField",
    "TextField",
    "TickField",
    "UrlField",
    "VersionField",
    "YesNoField",
]
