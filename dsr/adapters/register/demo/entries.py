"""The entries a booking system writes: a visit, a note, a sale, a permission."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from dsr.adapters.register.demo import people
from dsr.adapters.register.demo.people import Customer


class Rows:
    """Rows by table, numbered in the order they are added."""

    def __init__(self) -> None:
        self.content: dict[str, list[dict[str, object]]] = defaultdict(list)
        for number, name, title, health, register_number, own in people.PRACTITIONERS:
            self.content["practitioners"].append(
                {
                    "id": number,
                    "name": name,
                    "title": title,
                    "health_professional": health,
                    "register_number": register_number,
                    "entrepreneur": own,
                }
            )
        for number, name, price, _ in people.SERVICES:
            self.content["services"].append({"id": number, "name": name, "price_cents": price})

    def add(self, table: str, **values: object) -> int:
        """Add a row, return its number."""
        rows = self.content[table]
        number = len(rows) + 1
        rows.append({"id": number, "restricted": False, **values})
        return number

    def customer(self, who: Customer, since: date, last_visit: date | None) -> int:
        """Add a customer."""
        return self.add(
            "customers",
            first_name=who.first_name,
            last_name=who.last_name,
            street=who.street,
            postcode=who.postcode,
            city=who.city,
            email=who.email,
            phone=who.phone,
            language=who.language,
            customer_since=since,
            last_visit_on=last_visit,
        )

    def visit(
        self,
        customer: int,
        on: date,
        service: int,
        *,
        manner: str = "internet",
        status: str = "done",
        wish: str | None = None,
        hour: int = 10,
    ) -> int:
        """Add a booking with the practitioner of the service."""
        starts = datetime.combine(on, time(hour, 30))
        return self.add(
            "bookings",
            customer_id=customer,
            service_id=service,
            practitioner_id=people.SERVICES[service - 1][3],
            starts_at=starts,
            booked_at=starts - timedelta(days=9, hours=3),
            manner=manner,
            status=status,
            wish=wish,
        )

    def note(
        self, customer: int, on: date, practitioner: int, kind: str, body: str, booking: int | None
    ) -> int:
        """Add a note ("lisätietoja") of a practitioner."""
        return self.add(
            "notes",
            customer_id=customer,
            booking_id=booking,
            practitioner_id=practitioner,
            written_on=on,
            kind=kind,
            body=body,
            statement=None,
        )

    def purchase(
        self, who: Customer, on: date, product: str, cents: int, *, status: str = "paid"
    ) -> int:
        """Add a purchase."""
        return self.add(
            "purchases",
            customer_id=who.id,
            sold_on=on,
            product=product,
            amount_cents=cents,
            status=status,
        )

    def voucher(self, who: Customer, purchase: int, on: date, cents: int) -> int:
        """Add the accounting voucher of a purchase; the accounting year is the calendar year."""
        number = f"{on.year}-{len(self.content['vouchers']) + 1:06d}"
        return self.add(
            "vouchers",
            customer_id=who.id,
            purchase_id=purchase,
            number=number,
            voucher_date=on,
            accounting_year_end=date(on.year, 12, 31),
            buyer_name=f"{who.first_name} {who.last_name}",
            buyer_address=f"{who.street}, {who.postcode} {who.city}",
            amount_cents=cents,
        )

    def sale(self, who: Customer, on: date, product: str, cents: int) -> None:
        """A paid purchase with its voucher."""
        self.voucher(who, self.purchase(who, on, product, cents), on, cents)

    def permissions(self, who: Customer, allowed: Iterable[str], on: date) -> None:
        """One row a channel, on or off."""
        contacts = {"email": who.email, "sms": who.phone, "phone": who.phone, "post": None}
        on_channels = set(allowed)
        for channel, contact in contacts.items():
            self.add(
                "marketing_permissions",
                customer_id=who.id,
                channel=channel,
                contact=contact,
                allowed=channel in on_channels,
                consented_on=on if channel in on_channels else None,
                objected_on=None,
                source="booking_form" if channel in on_channels else "none",
            )

    def account(self, who: Customer, on: date, last: datetime | None) -> None:
        """The login of the booking service."""
        if who.email:
            self.add(
                "service_accounts",
                customer_id=who.id,
                login_email=who.email,
                created_on=on,
                last_login_at=last,
            )

    def old_address(self, customer: int, street: str, postcode: str, until: date) -> None:
        """Where the customer lived before."""
        self.add(
            "customer_addresses",
            customer_id=customer,
            street=street,
            postcode=postcode,
            city="Helsinki",
            valid_until=until,
        )

    def log(self, customer: int, at: datetime, role: str, action: str) -> None:
        """Somebody looked at the customer's card."""
        self.add("access_log", customer_id=customer, at=at, actor_role=role, action=action)
