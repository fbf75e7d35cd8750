"""Certificates from a page that was laid out once (docs/decisions/0014).

`shelf` finds the template of a certificate, `template` fills it in; `compiler` makes it and proves it, and
is the only part that imports WeasyPrint. Whatever a template cannot show for sure raises `Unsettable`,
and takes the plain path.
"""
