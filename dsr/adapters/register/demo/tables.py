"""The demo register's schema: what a booking and cash-register system keeps of its customers."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData()


def _table(name: str, *columns: Column[object]) -> Table:
    return Table(name, metadata, Column("id", Integer, primary_key=True), *columns)


def _text(name: str, length: int, *, nullable: bool = True) -> Column[object]:
    return Column(name, String(length), nullable=nullable)


def _long(name: str) -> Column[object]:
    return Column(name, Text)


def _number(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False)


def _date(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, Date, nullable=nullable)


def _moment(name: str) -> Column[object]:
    return Column(name, DateTime, nullable=False)


def _to(name: str, target: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, Integer, ForeignKey(target), nullable=nullable, index=True)


def _flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False, server_default=false())


def _restricted() -> Column[object]:
    return _flag("restricted")


services = _table("services", _text("name", 80, nullable=False), _number("price_cents"))
practitioners = _table(
    "practitioners",
    _text("name", 80, nullable=False),
    _text("title", 80, nullable=False),
    _flag("health_professional"),
    _text("register_number", 20),
    _flag("entrepreneur"),
)
customers = _table(
    "customers",
    _text("first_name", 60, nullable=False),
    _text("last_name", 60, nullable=False),
    _text("street", 80),
    Column("postcode", String(5), index=True),
    _text("city", 40),
    _text("email", 120),
    _text("phone", 30),
    _text("language", 2),
    _date("customer_since"),
    _date("last_visit_on"),
    _restricted(),
)
customer_addresses = _table(
    "customer_addresses",
    _to("customer_id", "customers.id"),
    _text("street", 80, nullable=False),
    _text("postcode", 5, nullable=False),
    _text("city", 40, nullable=False),
    _date("valid_until"),
    _restricted(),
)
service_accounts = _table(
    "service_accounts",
    _to("customer_id", "customers.id"),
    _text("login_email", 120, nullable=False),
    _date("created_on", nullable=False),
    Column("last_login_at", DateTime),
    _restricted(),
)
bookings = _table(
    "bookings",
    _to("customer_id", "customers.id"),
    _to("service_id", "services.id"),
    _to("practitioner_id", "practitioners.id"),
    _moment("starts_at"),
    _moment("booked_at"),
    _text("manner", 10, nullable=False),
    _text("status", 10, nullable=False),
    _text("wish", 200),
    _restricted(),
)
notes = _table(
    "notes",
    _to("customer_id", "customers.id"),
    _to("booking_id", "bookings.id", nullable=True),
    _to("practitioner_id", "practitioners.id"),
    _date("written_on", nullable=False),
    _text("kind", 10, nullable=False),
    Column("body", Text, nullable=False),
    _long("statement"),
    _restricted(),
)
allergies = _table(
    "allergies",
    _to("customer_id", "customers.id"),
    _date("told_on", nullable=False),
    Column("body", Text, nullable=False),
    _date("consented_on", nullable=False),
    _restricted(),
)
purchases = _table(
    "purchases",
    _to("customer_id", "customers.id"),
    _date("sold_on", nullable=False),
    _text("product", 80, nullable=False),
    _number("amount_cents"),
    _text("status", 10, nullable=False),
    _restricted(),
)
vouchers = _table(
    "vouchers",
    _to("customer_id", "customers.id"),
    _to("purchase_id", "purchases.id"),
    Column("number", String(20), nullable=False, unique=True),
    _date("voucher_date", nullable=False),
    _date("accounting_year_end", nullable=False),
    _text("buyer_name", 120, nullable=False),
    _text("buyer_address", 160),
    _number("amount_cents"),
    _restricted(),
)
discounts = _table(
    "discounts",
    _to("customer_id", "customers.id"),
    _number("percent"),
    _text("reason", 120),
    _date("granted_on", nullable=False),
    _date("valid_until"),
    _restricted(),
)
gift_cards = _table(
    "gift_cards",
    _to("customer_id", "customers.id"),
    Column("number", String(20), nullable=False, unique=True),
    _text("recipient_name", 120),
    _number("value_cents"),
    _number("balance_cents"),
    _date("bought_on", nullable=False),
    _date("valid_until", nullable=False),
    _text("status", 10, nullable=False),
    _restricted(),
)
marketing_permissions = _table(
    "marketing_permissions",
    _to("customer_id", "customers.id"),
    _text("channel", 10, nullable=False),
    _text("contact", 120),
    _flag("allowed"),
    _date("consented_on"),
    _date("objected_on"),
    _text("source", 20),
    _restricted(),
)
access_log = _table(
    "access_log",
    _to("customer_id", "customers.id"),
    _moment("at"),
    _text("actor_role", 20, nullable=False),
    _text("action", 10, nullable=False),
    _restricted(),
)
