"""What a channel proves and which ways are offered to prove more."""

from __future__ import annotations

import pytest

from dsr.errors import BadConfiguration, BadInput
from dsr.law.evidence import Level
from dsr.law.passive import Situation, what_counts
from dsr.law.proving import (
    METHODS,
    NEVER,
    NEVER_ANYWHERE,
    PREFERRED,
    Channel,
    ContactPoint,
    Method,
    least_intrusive,
)

ON_FILE = frozenset(ContactPoint)
PASSIVE = Situation(register_match=True, answer_to_file_only=True)


@pytest.mark.parametrize(
    ("channel", "situation", "level"),
    [
        (Channel.LETTER_REGISTER_ADDRESS, PASSIVE, "E1"),
        (Channel.LETTER_REGISTER_ADDRESS, Situation(True, True, True), "E2"),
        (Channel.LETTER_REGISTER_ADDRESS, Situation(True, False, True), "E0"),
        (Channel.LETTER_REGISTER_ADDRESS, Situation(), "E0"),
        (Channel.LETTER_OTHER_ADDRESS, Situation(True, True, True), "E0"),
        (Channel.EMAIL_ON_FILE, PASSIVE, "E1"),
        (Channel.EMAIL_UNKNOWN, PASSIVE, "E0"),
        (Channel.PHONE, PASSIVE, "E1"),
        (Channel.PHONE, Situation(), "E0"),
        (Channel.ACCOUNT, Situation(), "E2"),
        (Channel.IN_PERSON, Situation(id_seen=True), "E3"),
        (Channel.IN_PERSON, Situation(), "E0"),
        (Channel.PRACTITIONER, Situation(known_to_practitioner=True), "E1"),
        (Channel.PRACTITIONER, Situation(), "E0"),
        (Channel.THIRD_PARTY, PASSIVE, "E0"),
    ],
)
def test_what_a_channel_proves(channel: Channel, situation: Situation, level: str) -> None:
    counts = what_counts(channel, situation)
    assert counts.level is Level[level]
    assert counts.up_to >= counts.level
    assert counts.sentence.endswith(".")


def test_a_mail_from_the_address_on_file_may_count_as_possession() -> None:
    assert what_counts(Channel.EMAIL_ON_FILE, PASSIVE).up_to is Level.E2


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("level", [Level.E2, Level.E3])
def test_every_channel_offers_a_choice(channel: Channel, level: Level) -> None:
    methods = least_intrusive(level, channel, ON_FILE)
    assert len(methods) >= 2
    assert len(set(methods)) == len(methods)
    assert any(not METHODS[method].needs_document for method in methods)
    assert all(METHODS[method].level >= level for method in methods)
    assert Method.MASKED_ID_COPY not in methods


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("level", [Level.E0, Level.E1])
def test_nothing_is_asked_where_the_answer_goes_to_the_file_only(
    channel: Channel, level: Level
) -> None:
    assert least_intrusive(level, channel, ON_FILE) == ()


def test_the_nearest_way_for_the_channel_comes_first() -> None:
    by_letter = least_intrusive(Level.E2, Channel.LETTER_REGISTER_ADDRESS, ON_FILE)
    assert by_letter[:2] == (Method.CODE_LETTER, Method.CALL_BACK)
    by_mail = least_intrusive(Level.E2, Channel.EMAIL_ON_FILE, ON_FILE)
    assert by_mail[0] is Method.ONE_TIME_LINK
    for_health = least_intrusive(Level.E3, Channel.LETTER_REGISTER_ADDRESS, ON_FILE)
    assert for_health == (Method.STRONG_EID, Method.IN_PERSON, Method.POST_AGAINST_ID)


def test_a_way_without_its_contact_point_is_not_offered() -> None:
    post_only = least_intrusive(Level.E2, Channel.LETTER_REGISTER_ADDRESS, {ContactPoint.POST})
    assert post_only[0] is Method.CODE_LETTER
    assert not {Method.CALL_BACK, Method.ONE_TIME_LINK, Method.ACCOUNT_LOGIN} & set(post_only)


def test_no_code_is_posted_to_an_address_the_person_has_left() -> None:
    methods = least_intrusive(
        Level.E2, Channel.LETTER_OTHER_ADDRESS, {ContactPoint.POST}, moved=True
    )
    assert methods == (Method.STRONG_EID, Method.IN_PERSON, Method.POST_AGAINST_ID)


def test_a_masked_copy_is_the_last_resort_and_needs_a_reason() -> None:
    methods = least_intrusive(Level.E3, Channel.EMAIL_UNKNOWN, ON_FILE, id_copy_justified=True)
    assert methods[-1] is Method.MASKED_ID_COPY


def test_a_site_that_can_only_look_at_documents_is_told_so() -> None:
    with pytest.raises(BadConfiguration) as refused:
        least_intrusive(
            Level.E3,
            Channel.EMAIL_UNKNOWN,
            ON_FILE,
            offered=(Method.IN_PERSON, Method.POST_AGAINST_ID),
        )
    assert [fault.code for fault in refused.value.faults] == ["evidence.only_documents"]
    with pytest.raises(BadConfiguration) as refused:
        least_intrusive(Level.E3, Channel.PHONE, ON_FILE, offered=(Method.IN_PERSON,))
    assert {fault.code for fault in refused.value.faults} == {
        "evidence.too_few_methods",
        "evidence.only_documents",
    }


def test_a_representative_s_methods_are_those_of_the_own_level() -> None:
    with pytest.raises(BadInput, match="identity and authority apart"):
        least_intrusive(Level.E4, Channel.THIRD_PARTY, ON_FILE)


def test_the_tables_are_complete() -> None:
    assert set(METHODS) == set(Method)
    assert set(PREFERRED) == set(NEVER) == set(Channel)
    assert all(sentence.endswith(".") for row in NEVER.values() for sentence in row)
    assert any("signature" in sentence for sentence in NEVER_ANYWHERE)
