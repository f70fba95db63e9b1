"""The rights by article with the official names in Finnish, Swedish and English.

The words are those of the Regulation's language versions (Regulation (EU) 2016/679). A letter
uses them as they stand; ``plain`` is the supervisory authority's everyday form where it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Terms = Mapping[str, str]
"""A term by language: ``fi``, ``sv``, ``en``."""


@dataclass(frozen=True)
class Article:
    """number: as cited, ``15`` or ``7(3)``. names: the right's official name by language."""

    number: str
    names: Terms
    plain: Terms


def _terms(fi: str, sv: str, en: str) -> Terms:
    return MappingProxyType({"fi": fi, "sv": sv, "en": en})


def _article(number: str, names: Terms, plain: Terms | None = None) -> Article:
    return Article(number, names, plain or names)


RIGHTS: Mapping[str, Article] = MappingProxyType(
    {
        "access": _article(
            "15",
            _terms(
                "rekisteröidyn oikeus saada pääsy tietoihin",
                "den registrerades rätt till tillgång",
                "right of access by the data subject",
            ),
            _terms("oikeus saada tutustua tietoihin", "rätt till tillgång", "right of access"),
        ),
        "rectification": _article(
            "16",
            _terms("oikeus tietojen oikaisemiseen", "rätt till rättelse", "right to rectification"),
        ),
        "erasure": _article(
            "17",
            _terms(
                "oikeus tietojen poistamiseen (”oikeus tulla unohdetuksi”)",
                "rätt till radering (”rätten att bli bortglömd”)",
                "right to erasure (‘right to be forgotten’)",
            ),
            _terms("oikeus tietojen poistamiseen", "rätt till radering", "right to erasure"),
        ),
        "restriction": _article(
            "18",
            _terms(
                "oikeus käsittelyn rajoittamiseen",
                "rätt till begränsning av behandling",
                "right to restriction of processing",
            ),
        ),
        "portability": _article(
            "20",
            _terms(
                "oikeus siirtää tiedot järjestelmästä toiseen",
                "rätt till dataportabilitet",
                "right to data portability",
            ),
        ),
        "objection": _article(
            "21",
            _terms("vastustamisoikeus", "rätt att göra invändningar", "right to object"),
        ),
        "consent_withdrawal": _article(
            "7(3)",
            _terms(
                "oikeus peruuttaa suostumus",
                "rätt att återkalla sitt samtycke",
                "right to withdraw consent",
            ),
        ),
    }
)
"""Right code, as the commands and the workflow tables spell it -> article."""

NOTIFICATION = _article(
    "19",
    _terms(
        "henkilötietojen oikaisua tai poistoa tai käsittelyn rajoitusta koskeva "
        "ilmoitusvelvollisuus",
        "anmälningsskyldighet avseende rättelse eller radering av personuppgifter och "
        "begränsning av behandling",
        "notification obligation regarding rectification or erasure of personal data or "
        "restriction of processing",
    ),
)
"""The duty to tell recipients."""

TERMS: Mapping[str, Terms] = MappingProxyType(
    {
        "data_subject": _terms("rekisteröity", "den registrerade", "data subject"),
        "controller": _terms("rekisterinpitäjä", "personuppgiftsansvarig", "controller"),
        "processor": _terms("henkilötietojen käsittelijä", "personuppgiftsbiträde", "processor"),
        "recipient": _terms("vastaanottaja", "mottagare", "recipient"),
        "unfounded_or_excessive": _terms(
            "ilmeisen perusteeton tai kohtuuton",
            "uppenbart ogrundad eller orimlig",
            "manifestly unfounded or excessive",
        ),
        "charge_fee": _terms(
            "periä kohtuullinen maksu", "ta ut en rimlig avgift", "charge a reasonable fee"
        ),
        "refuse_to_act": _terms(
            "kieltäytyä suorittamasta pyydettyä toimea",
            "vägra att tillmötesgå begäran",
            "refuse to act on the request",
        ),
        "compelling_grounds": _terms(
            "huomattavan tärkeä ja perusteltu syy, joka syrjäyttää rekisteröidyn edut, oikeudet "
            "ja vapaudet",
            "tvingande berättigade skäl som väger tyngre än den registrerades intressen, "
            "rättigheter och friheter",
            "compelling legitimate grounds which override the interests, rights and freedoms of "
            "the data subject",
        ),
        "legal_claims_21": _terms(
            "oikeusvaateen laatimiseksi, esittämiseksi tai puolustamiseksi",
            "fastställande, utövande eller försvar av rättsliga anspråk",
            "establishment, exercise or defence of legal claims",
        ),
        "legal_claims_17": _terms(
            "oikeudellisen vaateen laatimiseksi, esittämiseksi tai puolustamiseksi",
            "fastställa, göra gällande eller försvara rättsliga anspråk",
            "establishment, exercise or defence of legal claims",
        ),
        "supervisory_authority": _terms(
            "valvontaviranomainen", "tillsynsmyndighet", "supervisory authority"
        ),
        "complaint": _terms(
            "tehdä valitus valvontaviranomaiselle",
            "lämna in ett klagomål till en tillsynsmyndighet",
            "lodge a complaint with a supervisory authority",
        ),
        "judicial_remedy": _terms("oikeussuojakeinot", "rättslig prövning", "judicial remedy"),
    }
)
"""Official terms beside the names of the rights: roles, Art. 12(4)-(5), 17(3)(e) and 21(1)."""
