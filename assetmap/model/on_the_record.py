"""What a place says about its records of people: who keeps them, what for, on which ground in law, for how long.

The grounds are those of the UK GDPR as it stands since 5 February 2026 (Data (Use and Access) Act 2025, section 70):
Article 6(1) for any record about a person, Article 9(2) for the more sensitive ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark

LONGEST_ANSWER = 600
"""Letters that one answer may have: it is printed on a page that people read."""

LEAST_MONTHS, MOST_MONTHS = 1, 120


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One ground in law.

    Attributes
    ----------
    name
        How it is kept and typed.
    article
        Where it stands in the UK GDPR.
    label, meaning
        What it is called, and what it means in plain words.
    """

    name: str
    article: str
    label: str
    meaning: str


LAWFUL_BASES: tuple[Ground, ...] = (
    Ground(name="consent", article="6(1)(a)", label=mark("Consent"),
           meaning=mark("They agreed, and knew what they were agreeing to. They may take it back at any time.")),
    Ground(name="contract", article="6(1)(b)", label=mark("Contract"),
           meaning=mark("An agreement with them cannot be kept without it.")),
    Ground(name="legal_obligation", article="6(1)(c)", label=mark("Legal obligation"),
           meaning=mark("A law says that you must keep it.")),
    Ground(name="vital_interests", article="6(1)(d)", label=mark("Vital interests"),
           meaning=mark("It protects somebody's life.")),
    Ground(name="public_task", article="6(1)(e)", label=mark("Public task"),
           meaning=mark("A law gives you this work to do for the public.")),
    Ground(name="recognised_interest", article="6(1)(ea)", label=mark("Recognised legitimate interest"),
           meaning=mark("The law lists the need: an emergency, a crime, or keeping somebody safe.")),
    Ground(name="legitimate_interests", article="6(1)(f)", label=mark("Legitimate interests"),
           meaning=mark("You have a good reason, and it does not outweigh their rights.")),
)  # fmt: skip

SPECIAL_CONDITIONS: tuple[Ground, ...] = (
    Ground(name="explicit_consent", article="9(2)(a)", label=mark("Explicit consent"),
           meaning=mark("They said yes to just this, in clear words.")),
    Ground(name="social_protection", article="9(2)(b)", label=mark("Employment and social protection law"),
           meaning=mark("A law on work, social security or social protection asks for it.")),
    Ground(name="vital_interests", article="9(2)(c)", label=mark("Vital interests"),
           meaning=mark("It protects somebody's life, and they cannot say yes or no.")),
    Ground(name="not_for_profit", article="9(2)(d)", label=mark("Not-for-profit body"),
           meaning=mark("A charity or club keeps it about its own members and does not pass it on.")),
    Ground(name="made_public", article="9(2)(e)", label=mark("Made public by themselves"),
           meaning=mark("The person has clearly told everybody.")),
    Ground(name="legal_claims", article="9(2)(f)", label=mark("Legal claims"),
           meaning=mark("A claim or a court needs it.")),
    Ground(name="public_interest", article="9(2)(g)", label=mark("Substantial public interest"),
           meaning=mark("A law names the reason, such as seeing whether people are treated equally.")),
    Ground(name="health_or_social_care", article="9(2)(h)", label=mark("Health or social care"),
           meaning=mark("It is needed to provide or manage care, under a duty to keep it secret.")),
    Ground(name="public_health", article="9(2)(i)", label=mark("Public health"),
           meaning=mark("A law on public health asks for it.")),
    Ground(name="research", article="9(2)(j)", label=mark("Archives, research and statistics"),
           meaning=mark("It is for research or statistics, and no decision about the person follows.")),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class RecordField:
    """One question about the records.

    Attributes
    ----------
    name
        How the answer is kept, and the field of `OnTheRecord`.
    option
        Its option on the command line.
    label
        Heading of the answer.
    question
        In plain words.
    help
        What belongs there, with an example.
    choices
        What may be chosen; empty where words are typed.
    needed
        Whether the record is open while it has no answer.
    lines
        Rows of letters that the form gives it.
    """

    name: str
    option: str
    label: str
    question: str
    help: str
    choices: tuple[Ground, ...] = ()
    needed: bool = True
    lines: int = 1


RECORD_FIELDS: tuple[RecordField, ...] = (
    RecordField(
        name="keeper", option="--who", label=mark("Who decides"),
        question=mark("Who decides how these records are used?"),
        help=mark("Your organisation's name. The law calls it the controller."),
    ),
    RecordField(
        name="contact", option="--contact", label=mark("How to reach them"),
        question=mark("How can people reach you about their records?"),
        help=mark("An address, a telephone number or an e-mail address, and whom to ask for."), lines=2,
    ),
    RecordField(
        name="purpose", option="--purpose", label=mark("What for"),
        question=mark("What are the records for?"),
        help=mark("For example: to see which villages our meetings have not reached yet."), lines=3,
    ),
    RecordField(
        name="basis", option="--basis", label=mark("Ground in law"),
        question=mark("Which ground in law do you keep them on?"),
        help=mark("Article 6 of the UK GDPR. If you are not sure, ask whoever looks after data protection for you."),
        choices=LAWFUL_BASES,
    ),
    RecordField(
        name="condition", option="--condition", label=mark("Ground for sensitive facts"),
        question=mark("Which ground in law covers sensitive facts?"),
        help=mark("Article 9 of the UK GDPR. Coming to a meeting about care can already say something about health."),
        choices=SPECIAL_CONDITIONS,
    ),
    RecordField(
        name="retention_months", option="--months", label=mark("How long"),
        question=mark("For how many months is a record kept after its meeting?"),
        help=mark("After that it is due to be deleted. Keep it no longer than you need it."),
    ),
    RecordField(
        name="complain_to", option="--complain-to", label=mark("Questions and complaints"),
        question=mark("Who answers questions and complaints about the records?"),
        help=mark("A name or a role and how to reach them. Your data protection officer, if you have one."), lines=2,
    ),
    RecordField(
        name="seen_by", option="--seen-by", label=mark("Who sees them"),
        question=mark("Who sees the records?"),
        help=mark("Roles, and organisations outside yours. Left empty, the printed notice has a line to write on."),
        needed=False, lines=2,
    ),
)  # fmt: skip

RECORD_FIELD_BY_NAME: dict[str, RecordField] = {row.name: row for row in RECORD_FIELDS}


@dataclass(frozen=True, kw_only=True)
class OnTheRecord:
    """What a place says about its records of people; empty where nobody has said it.

    Attributes
    ----------
    keeper, contact, purpose, complain_to, seen_by
        As somebody wrote them.
    basis, condition
        Names out of `LAWFUL_BASES` and `SPECIAL_CONDITIONS`.
    retention_months
        Months that a record is kept after its meeting.
    saved_on, saved_by
        The day (ISO) and the person of the last change; empty before the first.
    """

    retention_months: int
    keeper: str = ""
    contact: str = ""
    purpose: str = ""
    basis: str = ""
    condition: str = ""
    complain_to: str = ""
    seen_by: str = ""
    saved_on: str = ""
    saved_by: str = ""

    def answer(self, name: str) -> str:
        """Return one answer as text."""
        return str(getattr(self, name))


def find_ground(choices: tuple[Ground, ...], name: str) -> Ground | None:
    """Return the ground of a name; None for none."""
    return next((one for one in choices if one.name == name), None)
