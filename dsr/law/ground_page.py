"""The catalogue as a page for the lawyer who signs it off: docs/grounds.md is this text."""

from __future__ import annotations

from collections.abc import Iterator

from dsr.law.ground import Fact, Ground
from dsr.law.grounds import Catalogue

_HEAD = """\
# Grounds: why a request may be limited, postponed, refused or charged for

Generated from `letters/grounds.toml` and `letters/wording/*/grounds.toml`; a test compares them.
Change those files, never this page.

Version {version}, {count} grounds. A ground marked *from knowledge* or *partly verified* has to be
confirmed by a lawyer before release. The sentences in square brackets are left out when their fact
is missing.
"""

_LANGUAGES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}


def catalogue_as_markdown(catalogue: Catalogue) -> str:
    """The whole catalogue: an overview, then each ground with its facts and its wordings."""
    lines = [_HEAD.format(version=catalogue.version, count=len(catalogue)), *_overview(catalogue)]
    for ground in catalogue:
        lines += ["", *_section(catalogue, ground)]
    return "\n".join(lines) + "\n"


def _overview(catalogue: Catalogue) -> Iterator[str]:
    yield "| Code | Kind | Rights | Two persons | By default | Status |"
    yield "|---|---|---|---|---|---|"
    for ground in catalogue:
        cells = (
            f"[`{ground.code}`](#{ground.code.lower()})",
            ", ".join(ground.kinds),
            ", ".join(ground.rights),
            _persons(ground),
            "on" if ground.enabled_by_default else "off",
            ground.status,
        )
        yield f"| {' | '.join(cells)} |"


def _section(catalogue: Catalogue, ground: Ground) -> Iterator[str]:
    yield f"## {ground.code}"
    yield ""
    yield f"{ground.title}. {', '.join(ground.kinds)} for {', '.join(ground.rights)}."
    yield ""
    yield f"* Law: {'; '.join(ground.law)}"
    yield f"* Covers: {'one data group' if ground.per_group else 'the request or a data group'}"
    yield f"* Evidence: {ground.evidence}"
    yield f"* Fee instead of refusal: {ground.fee_alternative}"
    yield f"* DPV: {', '.join(f'<{term}>' for term in ground.dpv) or 'none'}"
    if ground.dpv_note:
        yield f"* DPV note: {ground.dpv_note}"
    if ground.excludes:
        yield f"* Not beside: {', '.join(f'`{pattern}`' for pattern in ground.excludes)}"
    for names in ground.one_of:
        yield f"* Exactly one of: {', '.join(f'`{name}`' for name in names)}"
    yield f"* Note: {ground.review_note}"
    yield ""
    yield "| Fact | Type | Required | Question |"
    yield "|---|---|---|---|"
    for fact in ground.facts.values():
        yield f"| `{fact.name}` | {_type(fact)} | {_required(fact)} | {fact.label} |"
    for language in catalogue.languages:
        wording = catalogue.wording(ground.code, language)
        yield ""
        yield f"{_LANGUAGES.get(language, language)}: **{wording.title}**"
        yield ""
        yield f"> {wording.text}"
        for name, words in wording.choices.items():
            yield ">"
            for choice, sentence in words.items():
                yield f"> * `{name}` = `{choice}`: {sentence}"


def _persons(ground: Ground) -> str:
    if ground.second_person:
        return "yes"
    return "for S3 data" if ground.needs_second_person("S3") else "no"


def _type(fact: Fact) -> str:
    return f"{fact.kind}: {', '.join(fact.choices)}" if fact.choices else fact.kind


def _required(fact: Fact) -> str:
    if fact.must is not None:
        return f"must be {'yes' if fact.must else 'no'}"
    if fact.needed_if is not None:
        return f"if `{fact.needed_if}` is yes"
    if fact.needed_if_not is not None:
        return f"if `{fact.needed_if_not}` is no"
    return "yes" if fact.required else "no"
