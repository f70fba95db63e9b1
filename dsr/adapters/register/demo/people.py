"""The people of the demo: eight customers of the demo's story, a few awkward ones, and names.

All are invented; e-mail addresses are of example domains, phone numbers of no subscriber.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    """A customer as the register stores her."""

    id: int
    first_name: str
    last_name: str
    street: str
    postcode: str
    city: str
    email: str | None
    phone: str | None
    language: str = "fi"


#: Customers 1 to 8 belong to the demo's story and are the same in every register.
STORY = (
    Customer(
        1,
        "Aino",
        "Koskinen",
        "Porvoonkatu 14 B 22",
        "00510",
        "Helsinki",
        "Aino.Koskinen@Example.fi",
        "+358 40 555 0101",
    ),
    Customer(
        2,
        "Birgitta",
        "Lindqvist",
        "Museigatan 8 A 3",
        "00100",
        "Helsinki",
        "birgitta.lindqvist@example.fi",
        "+358 40 555 0102",
        "sv",
    ),
    Customer(
        3,
        "Markku",
        "Tammela",
        "Hämeentie 62 C 45",
        "00500",
        "Helsinki",
        "markku.tammela@example.com",
        "+358 40 555 0103",
    ),
    Customer(
        4,
        "Leena",
        "Rautio",
        "Sturenkatu 21 A 7",
        "00510",
        "Helsinki",
        "leena.rautio@example.fi",
        "+358 40 555 0104",
    ),
    Customer(
        5,
        "Veikko",
        "Harju",
        "Kumpulantie 3 B 12",
        "00520",
        "Helsinki",
        "veikko.harju@example.fi",
        "+358 40 555 0105",
    ),
    Customer(
        6,
        "Emily",
        "Carter",
        "Fleminginkatu 15 A 9",
        "00530",
        "Helsinki",
        "ecarter@example.org",
        "+358 40 555 0106",
        "en",
    ),
    Customer(
        7,
        "Sanna",
        "Mäkinen",
        "Vaasankatu 4 D 18",
        "00500",
        "Helsinki",
        "sanna.makinen@example.fi",
        "+358 40 555 0107",
    ),
    Customer(
        8,
        "Nils",
        "Söderberg",
        "Lönnrotinkatu 25 A 11",
        "00180",
        "Helsinki",
        "nils.soderberg@example.fi",
        "+358 40 555 0108",
        "sv",
    ),
)

#: The mess of real data: a namesake, somebody entered twice, a family at one address.
AWKWARD = (
    Customer(
        9,
        "Sanna",
        "Mäkinen",
        "Mannerheimintie 102 A 5",
        "00250",
        "Helsinki",
        "s.makinen@example.com",
        "040 555 0109",
    ),
    Customer(
        10,
        "Tuula",
        "Nieminen",
        "Kustaankatu 8 C 31",
        "00500",
        "Helsinki",
        "tuula.nieminen@example.fi",
        "+358 40 555 0110",
    ),
    Customer(
        11,
        "NIEMINEN",
        "TUULA",
        "Kustaankatu 8C31",
        "00500",
        "HELSINKI",
        "Tuula.Nieminen@EXAMPLE.FI",
        "040-5550110",
    ),
    Customer(
        12,
        "Janne",
        "Virtanen",
        "Agricolankatu 5 B 16",
        "00530",
        "Helsinki",
        "virtaset@example.com",
        "040 555 0112",
    ),
    Customer(
        13,
        "Kirsi",
        "Virtanen",
        "Agricolankatu 5 B 16",
        "00530",
        "Helsinki",
        "virtaset@example.com",
        "0405550113",
    ),
    Customer(
        14,
        "Elli",
        "Virtanen",
        "Agricolankatu 5 B 16",
        "00530",
        "Helsinki",
        None,
        "0405550113",
    ),
)

_FIRST_NAMES = (
    "Anna Maria Helena Johanna Anneli Kaarina Marjatta Hannele Kristiina Liisa Elina Tuulikki "
    "Maarit Susanna Katariina Tuula Pirjo Päivi Riitta Merja Sari Jaana Heidi Minna Satu Outi "
    "Johannes Juhani Olavi Antero Tapani Kalevi Tapio Matti Timo Kari Mikko Jari Antti Jukka "
    "Petri Heikki Hannu Jorma Ville Sami Janne Pekka Eero Åke Göran Märta Ingrid Kerstin Björn "
    "Ulla Solveig Yrjö Väinö Aada"
)
_LAST_NAMES = (
    "Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen "
    "Lehtonen Lehtinen Saarinen Salminen Heinonen Niemi Heikkilä Salonen Kinnunen Turunen "
    "Salo Laitinen Tuominen Rantanen Karjalainen Jokinen Mattila Savolainen Lahtinen Ahonen "
    "Johansson Lindholm Nyström Eriksson Karlsson Andersson Sjöberg Åkerman Öhman Grönroos "
    "Söderström Wikström Ekholm Lindroos Häkkinen Pöyhönen Äijälä Kääriäinen Tähtinen Väyrynen "
    "Leppänen Hiltunen Pitkänen Manninen Ojala Peltonen Miettinen Kettunen Räsänen Hakala"
)
_STREETS = (
    "Porvoonkatu Hämeentie Sturenkatu Kumpulantie Fleminginkatu Vaasankatu Lönnrotinkatu "
    "Mannerheimintie Museokatu Runeberginkatu Topeliuksenkatu Helsinginkatu Teollisuuskatu "
    "Kustaankatu Agricolankatu Aleksis_Kiven_katu Pengerkatu Viipurinkatu Savonkatu Tehtaankatu "
    "Uudenmaankatu Fredrikinkatu Bulevardi Koskelantie Pohjolankatu Limingantie Mäkelänkatu "
    "Nordenskiöldinkatu Eläintarhantie Toinen_linja"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())
STREETS = tuple(street.replace("_", " ") for street in _STREETS.split())
POSTCODES = tuple(f"{n:05d}" for n in (100, 120, 130, 150, 160, 180, 200, 250, 260, 270, 300, 320))
POSTCODES += tuple(f"{n:05d}" for n in (350, 380, 400, 500, 510, 520, 530, 550, 560, 570, 600, 610))

PRACTITIONERS = (
    (1, "Hanna Vuorela", "kosmetologi", False, None, False),
    (2, "Tiina Ranta-Aho", "kosmetologi", False, None, True),
    (3, "Oskari Leinonen", "koulutettu hieroja", True, "000 0000 0003", True),
    (4, "Maija Sundell", "jalkaterapeutti", True, "000 0000 0004", False),
    (5, "Riku Palo", "parturi-kampaaja", False, None, True),
)
SERVICES = (
    (1, "Kasvohoito 60 min", 6900, 1),
    (2, "Klassinen hieronta 60 min", 6500, 3),
    (3, "Jalkahoito 45 min", 5900, 4),
    (4, "Hiustenleikkaus", 4500, 5),
    (5, "Ripsien kestotaivutus", 5500, 2),
    (6, "Selkähieronta 30 min", 4200, 3),
)
PRODUCTS = ("Kosteusvoide 50 ml", "Puhdistusvaahto", "Jalkavoide", "Shampoo 250 ml", "Käsirasva")
WISHES = (
    "Mieluiten aamupäivällä.",
    "Hajusteettomat tuotteet, kiitos.",
    "Sama tekijä kuin viimeksi.",
)
NOTES = (
    ("info", "Asiakas tulee usein pyörällä, varataan aikaa alkuun."),
    ("info", "Toivoo muistutuksen tekstiviestillä edellisenä päivänä."),
    ("wish", "Toivoo rauhallista musiikkia hoidon aikana."),
    ("wish", "Haluaa kokeilla uutta voidetta seuraavalla kerralla."),
    ("opinion", "Iho vaikuttaa kuivalta, suosittelin kosteusvoidetta."),
)
TREATMENT_NOTES = (
    "Niska-hartiaseudun jännitys lievittynyt, jatketaan samalla ohjelmalla.",
    "Oikean jalan kuormitus tarkistettu, annettu kotiharjoitteet.",
    "Alaselän liikkuvuus parempi kuin edellisellä käynnillä.",
)
DISCOUNT_REASONS = ("Kanta-asiakasalennus", "Hyvitys siirtyneestä ajasta", "Syntymäpäiväetu")
