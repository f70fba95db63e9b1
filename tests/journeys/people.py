"""Customers of the demo register as they give themselves when they write or call."""

from __future__ import annotations

AINO = {
    "name": "Aino Koskinen",
    "street": "Porvoonkatu 14 B 22",
    "postcode": "00510",
    "city": "Helsinki",
}
BIRGITTA = {
    "name": "Birgitta Lindqvist",
    "street": "Museigatan 8 A 3",
    "postcode": "00100",
    "city": "Helsingfors",
    "language": "sv",
}
MARKKU = {
    "name": "Markku Tammela",
    "street": "Hämeentie 62 C 45",
    "postcode": "00500",
    "city": "Helsinki",
}
LEENA = {
    "name": "Leena Rautio",
    "street": "Sturenkatu 21 A 7",
    "postcode": "00510",
    "city": "Helsinki",
}
VEIKKO = {
    "name": "Veikko Harju",
    "street": "Kumpulantie 3 B 12",
    "postcode": "00520",
    "city": "Helsinki",
}
#: Emily has moved: the register knows Fleminginkatu 15 A 9.
EMILY = {
    "name": "Emily Carter",
    "street": "Teollisuuskatu 9 C 14",
    "postcode": "00510",
    "city": "Helsinki",
    "language": "en",
}
NILS = {
    "name": "Nils Söderberg",
    "street": "Lönnrotsgatan 25 A 11",
    "postcode": "00180",
    "city": "Helsingfors",
    "language": "sv",
}
STRANGER = {
    "name": "Irene Example",
    "street": "Sample Street 1 A 1",
    "postcode": "00999",
    "city": "Helsinki",
    "email": "irene@example.org",
    "language": "en",
}
