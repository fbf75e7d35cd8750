"""The words by which structures are classed: codes stored and exchanged, whose French names are in `sentences`."""

STRUCTURE_KINDS = (
    "library",
    "museum",
    "science-centre",
    "research-lab",
    "university",
    "school",
    "association",
    "local-authority",
    "public-body",
    "company",
    "mednum",
    "france-services",
    "other",
)
"""`mednum`: place of digital mediation; `france-services`: public service counter."""

PLAIN_KINDS = frozenset({"mednum", "france-services", "other"})
"""Kinds that say what is done there rather than what it is: another source's kind is preferred to them."""

GEO_PRECISIONS = ("source", "address", "commune-centre", "postal-centre")
"""Where a point comes from: given as measured, geocoded from the address, or a centre in its place."""

MEASURED = frozenset({"source", "address"})

TIES = ("parent", "federation", "partner")
"""What a structure declares of another one: the body it depends on, its federation, a partner of money or projects."""
