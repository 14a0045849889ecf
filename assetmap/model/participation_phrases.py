"""What people write about themselves in more than one word: 'Yes - limited a lot', 'parent carer', 'British Indian'.

A phrase is read only as a whole, and only where every word of it is known: what is left over is never passed over.
The wording is that of the census forms of 2011 and 2021 (ONS, in English and in Welsh; Scotland's Census; NISRA), of
the harmonised questions of the Government Statistical Service, and of equality forms and sign-in sheets.
"""

from __future__ import annotations

import re

from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form

_YES, _NO = "(?:yes|y|oes|ydw|ydy|ydyn|ie)", "(?:no|n|nac oes|nac ydw|nac ydy|nac ydyn)"
_YES_MAYBE, _NO_MAYBE = f"(?:{_YES} )?", f"(?:{_NO} )?"
_ACTIVITIES = "(?:(?:my )?(?:normal )?(?:day to day|daily|everyday) (?:life|activities)(?: are| is)? )?"
_ILLNESS = (
    "(?:long term|long standing|longstanding) (?:physical |mental |or |health )*(?:condition|illness|problem)(?:e?s)?"
)
_HAS = "(?:i have |have |has |with )?(?:an? )?"
_KIN = (
    "(?:(?:my|an?|her|his|their) )?(?:elderly |disabled |adult )?(?:mother|mum|mam|father|dad|parents?|wife|husband|"
    "partner|spouse|brother|sister|sibling|grandmother|grandfather|grandparents?|nan|gran|grandad|aunt|uncle|friend|"
    "neighbour|relative|family member|loved one|someone|somebody|(?:disabled|adult) (?:son|daughter|child))"
)
_CARER = "(?:an? )?(?:(?:unpaid|family|parent|young|young adult|informal|main|primary|sole|full time|part time) )*carer"
_WEEK = "(?: (?:of )?(?:unpaid )?care)?(?: (?:an?|per|each|every) week| weekly)?"
_HOURS = (
    rf"(?:[1-9]\d{{0,2}} (?:(?:to|or more|or less|or fewer|plus) )?(?:\d{{1,3}} )?(?:hours?|hrs?)"
    rf"(?: or more| or less| or fewer| and over)?){_WEEK}"
)
_AWR = (
    r"(?:[1-9]\d{0,2} (?:i \d{1,3} )?(?:awr|neu fwy o oriau)(?: neu lai| neu fwy)?(?: o ofal di dal)?(?: yr wythnos)?)"
)
_SELF = "(?:i )?(?:would )?(?:prefer|wish|choose) to self (?:describe|identify)(?: as)?"
_NATION = "(?:english|welsh|scottish|northern irish|british)"
_CENEDL = "(?:cymreig|seisn[ie]g|albanaidd|gwyddelig gogledd iwerddon|[pb]rydeinig)"
_ASIAN = "(?:(?:asian|british|welsh|scottish|english|or|asiaidd|prydeinig|cymreig|neu) )*"
_AFTER = "(?: (?:asian|black|british|welsh|scottish|or))*"
_BLACK = "(?:(?:black|british|welsh|scottish|english|or|du|ddu|prydeinig|cymreig|neu) )*"
_DU = "(?:du du cymreig du prydeinig caribiaidd neu affricanaidd )?"
_MIXED = "(?:mixed(?: or)?(?: multiple)?(?: ethnic)?(?: groups?| backgrounds?| race| heritage| ethnicity)? )"
_CYMYSG = "(?:(?:grwpiau ethnig )?cymysg(?: neu amlethnig)? )?"

_PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "disability": {
        "disabled": (
            f"{_YES}(?: i am| i do)?",
            f"{_YES_MAYBE}{_ACTIVITIES}(?:i am )?(?:limited|reduced) (?:a lot|a little|a bit|slightly)",
            f"{_YES_MAYBE}(?:a lot|a little)",
            f"{_YES} (?:yn fawr|llawer|ychydig)",
            (f"{_YES_MAYBE}{_HAS}{_ILLNESS} (?:that|which) (?:limits?|reduces?) (?:me|(?:my |their )?(?:normal )?"
            "(?:day to day |daily |everyday )?(?:life|activities))(?: a lot| a little)?"),
            f"{_YES_MAYBE}{_HAS}limiting {_ILLNESS}",
            f"{_YES_MAYBE}{_HAS}{_ILLNESS} (?:and )?{_ACTIVITIES}limited (?:a lot|a little)",
            f"{_YES_MAYBE}(?:i am |i m )?(?:an? )?(?:(?:full|part) time )?wheelchair user",
            f"{_YES_MAYBE}(?:i )?uses? a wheelchair",
            (f"{_YES_MAYBE}{_HAS}(?:(?:physical|learning|sensory|intellectual|mobility|hidden|invisible|multiple|and|or)"
            " )*disabilit(?:y|ies)"),
            f"{_YES_MAYBE}(?:i am |i m )?(?:an? )?(?:registered )?(?:as )?disabled(?: person| man| woman| adult)?",
            f"{_YES_MAYBE}registered (?:as )?(?:blind|(?:severely )?sight impaired|partially sighted)",
            ("(?:yn )?anabl(?: o dan y ddeddf cydraddoldeb)?"
            "(?: gweithgareddau o ddydd i ddydd wedi u cyfyngu (?:llawer|ychydig|n fawr))?"),
            f"{_YES_MAYBE}(?:wedi u )?cyfyngu (?:llawer|ychydig|n fawr)", "(?:person|pobl) anabl",
            "defnydd(?:iwr|io) cadair olwyn",
        ),
        "not disabled": (
            f"{_NO}(?: i am not| i m not| i do not| i don t)?",
            f"{_NO_MAYBE}{_ACTIVITIES}(?:i am |i m )?(?:are )?not (?:at all )?(?:limited|disabled)(?: at all)?",
            f"{_NO_MAYBE}(?:not at all|ddim o gwbl)",
            f"{_NO_MAYBE}(?:i )?(?:(?:have |has )?no|(?:do|does) not have an?) (?:known )?disabilit(?:y|ies)",
            f"{_NO_MAYBE}(?:i am |i m )?not a disabled person",
            f"{_NO_MAYBE}(?:i have )?no {_ILLNESS}(?: or (?:illness|disability))?",
            (f"{_YES_MAYBE}{_HAS}{_ILLNESS} (?:but |and )?(?:(?:that|which) )?(?:does not limit (?:me|my daily life|"
            f"(?:my )?day to day activities)|{_ACTIVITIES}(?:is |are )?not limit(?:ed|ing))"),
            (f"{_NO_MAYBE}ddim yn anabl(?: o dan y ddeddf cydraddoldeb)?"
            "(?: dim cyflyrau iechyd meddwl nac iechyd corfforol hirdymor| a chyflwr iechyd meddwl neu iechyd "
            "corfforol hirdymor ond ni chyfyngir ar weithgareddau o ddydd i ddydd)?"),
            f"{_NO_MAYBE}dim anabledd",
        ),
    },
    "carer_status": {
        "unpaid carer": (
            f"{_YES}(?: i am| i do)?", f"{_YES_MAYBE}(?:i am |i m )?{_CARER}(?: (?:for|of|to) {_KIN})?",
            f"{_YES_MAYBE}(?:i )?(?:care|cares|caring) for {_KIN}", f"{_YES} (?:for )?{_KIN}",
            f"{_YES_MAYBE}(?:i )?(?:provides? |give )?(?:about |around )?(?:{_HOURS})",
            f"{_YES} (?:about |around |up to |less than |under |over |more than )?(?:{_HOURS})",
            f"{_YES_MAYBE}(?:i )?(?:provides? |give )?unpaid care",
            f"(?:{_YES} |yn darparu )?{_AWR}", f"{_YES_MAYBE}gofalwr (?:di dal|ifanc)", "rhiant ofalwr",
        ),
        "not an unpaid carer": (
            f"{_NO}(?: i am not| i m not| i do not| i don t)?", f"{_NO_MAYBE}(?:i am |i m )?not {_CARER}",
            f"{_NO_MAYBE}(?:i )?(?:provides? no|(?:do|does) not provide(?: any)?) unpaid care", "no unpaid care",
            "no car(?:e|ing) responsibilities", f"(?:0|no) (?:hours?|hrs?){_WEEK}",
            "ddim yn darparu(?: unrhyw)? ofal di dal", "ddim yn ofalwr(?: di dal)?",
        ),
    },
    "ethnic_group": {
        "Asian, Asian British or Asian Welsh": (
            f"{_ASIAN}(?:south |east |south east )?asian(?: (?:asian|british|welsh|scottish|or))*(?: background)?",
            "asiaidd(?: (?:asiaidd|prydeinig|cymreig|neu))*",
        ),
        "Asian: Bangladeshi": (f"{_ASIAN}bangladeshi{_AFTER}", f"{_ASIAN}bangladeshaidd"),
        "Asian: Chinese": (f"{_ASIAN}chinese{_AFTER}", f"{_ASIAN}tsieineaidd"),
        "Asian: Indian": (f"{_ASIAN}indian{_AFTER}", f"{_ASIAN}indiaidd"),
        "Asian: Pakistani": (f"{_ASIAN}pakistani{_AFTER}", f"{_ASIAN}pacistanaidd"),
        "Asian: Other Asian": (
            f"{_ASIAN}(?:any )?(?:other asian|asian other)(?: background)?", f"{_ASIAN}asiaidd arall",
        ),
        "Black, Black British, Black Welsh, Caribbean or African": (
            ("(?:british |welsh )?black(?: (?:or|black|british|welsh|scottish))*(?: (?:caribbean or african|african or "
            "caribbean|african caribbean (?:or )?black british|african caribbean or black british))?"),
            "du(?: prydeinig| cymreig)?", "du du cymreig du prydeinig caribiaidd neu affricanaidd",
        ),
        "Black: African": (f"{_BLACK}african{_AFTER}", f"{_DU}(?:du )?affricanaidd"),
        "Black: Caribbean": (f"{_BLACK}(?:afro )?caribbean{_AFTER}", f"{_DU}(?:du )?caribiaidd"),
        "Black: Other Black": (
            f"{_BLACK}(?:any )?other black(?: (?:or|african|caribbean|black|british))*(?: background)?",
            f"{_DU}du arall",
        ),
        "Mixed or Multiple ethnic groups": (
            "mixed(?: or)?(?: multiple)?(?: ethnic| ethnicity| heritage| race| backgrounds?| groups?)*",
            "multiple ethnic groups?", "(?:grwpiau ethnig )?cymysg(?: neu amlethnig)?",
        ),
        "Mixed: White and Asian": (
            f"{_MIXED}?(?:white and asian|asian and white)", f"{_MIXED}white asian", f"{_CYMYSG}gwyn ac asiaidd",
        ),
        "Mixed: White and Black African": (
            f"{_MIXED}?(?:white and black african|black african and white)", f"{_MIXED}white black african",
            f"{_CYMYSG}gwyn a du affricanaidd",
        ),
        "Mixed: White and Black Caribbean": (
            f"{_MIXED}?(?:white and black caribbean|black caribbean and white)", f"{_MIXED}white black caribbean",
            f"{_CYMYSG}gwyn a du caribiaidd",
        ),
        "Mixed: Other Mixed": (
            f"{_MIXED}?(?:any )?other mixed(?: or)?(?: multiple)?(?: ethnic)?(?: groups?| backgrounds?)?",
            "(?:grwpiau ethnig cymysg neu amlethnig )?grwpiau ethnig cymysg neu amlethnig eraill",
        ),
        "White: English, Welsh, Scottish, Northern Irish or British": (
            f"white {_NATION}(?:(?: or| and)? {_NATION})*", f"{_NATION} white",
            f"{_NATION} {_NATION} {_NATION} {_NATION} (?:or )?{_NATION}",
            f"gwyn {_CENEDL}(?:(?: neu| a)? {_CENEDL})*", f"{_CENEDL}(?:(?: neu)? {_CENEDL}){{4}}",
        ),
        "White: Irish": ("white irish", "irish white", "gwyn gwyddelig"),
        "White: Gypsy or Irish Traveller": (
            "(?:white )?gypsy(?: or| and)? (?:irish )?traveller", "(?:gwyn )?sipsi neu deithiwr gwyddelig",
        ),
        "White: Roma": ("gwyn roma",),
        "White: Other White": (
            "(?:white )?(?:any )?(?:other white|white other)(?: background)?", "(?:gwyn )?gwyn arall",
        ),
        "Other ethnic group": ("(?:any |another )?other ethnic (?:group|background)",
                               "another ethnic (?:group|background)", "grwp ethnig arall"),
        "Other: Arab": ("(?:other )?(?:british )?arab(?: british)?", "(?:grwp ethnig arall )?arabaidd"),
        "Other: Any other ethnic group": ("(?:grwp ethnig arall )?unrhyw grwp ethnig arall",),
    },
    "gender": {
        "female": (("(?:an? )?(?:(?:cis|cisgender|trans|transgender) )?(?:woman|women|females?|lady)"
                   "(?: including trans (?:woman|women))?"), "benywaidd", "merch", "dynes", "menyw draws"),
        "male": (("(?:an? )?(?:(?:cis|cisgender|trans|transgender) )?(?:man|men|males?|gentleman)"
                 "(?: including trans (?:man|men))?"), "gwrywaidd", "bachgen", "dyn traws"),
        "non-binary": ("non ?binary(?: person)?",),
        "in another way": (_SELF, "(?:other|another|a different) gender(?: identity)?", "arall",
                           "(?:i )?(?:use|identify with) (?:another|a different) term"),
    },
    "language": {
        "Welsh and English": ("(?:both )?(?:english(?: and| or)? welsh|welsh(?: and| or)? english)", "dwyieithog",
                              "cymraeg a saesneg", "saesneg a chymraeg"),
        "British Sign Language": ("british sign language bsl", "bsl british sign language", "bsl user",
                                  "iaith arwyddion prydain"),
        "Persian or Farsi": ("persian farsi", "farsi persian", "farsi or persian"),
        "another language": ("(?:any |some )?other language", "iaith arall"),
    },
    "sexual_orientation": {
        "straight or heterosexual": (
            "(?:straight|heterosexual)(?: or)?(?: straight| heterosexual)?(?: man| woman| person)?",
            "heterorywiol(?: stret)?", "(?:stret|syth)(?: neu(?: n)? heterorywiol| heterorywiol)?",
        ),
        "gay or lesbian": ("(?:an? )?(?:gay|lesbian)(?: or| and)?(?: gay| lesbian)?(?: man| woman| person)?",
                           "gay woman(?: or)? lesbian", "hoyw(?: neu(?: n)? lesbiaidd)?", "lesbiaidd"),
        "bisexual": ("bi ?sexual(?: bi)?(?: man| woman| person)?", "bi bisexual", "bi (?:man|woman|person)",
                     "deurywiol(?: bi)?"),
        "all other sexual orientations": (_SELF,
                                          "(?:(?:any )?other|another) (?:sexual )?orientation", "demisexual", "pan",
                                          "(?:panrywiol|anrhywiol|arywiol|cwiar)", "cyfeiriadedd rhywiol arall"),
    },
    "religion": {
        "no religion": ("no religion(?: or belief)?", "no (?:faith|beliefs?)", "no religious beliefs?",
                        "(?:non|not) religious", "dim ffydd"),
        "Christian": (
            "christian (?:all|any) denominations?",
            ("christian including church of england catholic protestant and all other christian "
             "denominations"),
            ("(?:christian )?(?:church of (?:england|scotland|ireland)|church in wales|c of e|cofe|protestant|"
             "pentecostal|roman catholic|catholic|methodist|baptist|anglican)(?: christian)?"),
            "(?:greek|russian) orthodox", "cristion", "cristnog(?:ol|aeth)",
        ),
        "Buddhist": ("bwdh(?:ydd|aidd)",), "Hindu": ("hindwaidd",), "Jewish": ("iddew(?:ig)?",),
        "Muslim": ("muslim islam", "islam muslim", "mwslim(?:aidd)?"), "Sikh": ("sicaidd",),
        "other religion": ("(?:any other|another|other) (?:religion|faith)", "crefydd arall"),
    },
}  # fmt: skip
"""By characteristic and category: patterns that a whole answer in plain form has to match."""

_FRAMES: dict[str, str] = {
    "language": "(?:(?:my )?(?:main|first|preferred|home) language(?: is)? |(?:i )?speaks? )?(?P<said>.+?)"
    "(?: speaker| speaking| language| only| as (?:an?|my) (?:main|first) language| first language)?",
}
_FRAME = "(?:i am|i m|im) (?:an? )?(?P<said>.+)"
_DECLINED = re.compile(
    "(?:i )?(?:(?:would|d) )?(?:(?:prefer|preferred|choose|chose|wish|opt) not to|rather not|"
    "(?:do not|don t|did not|didn t|does not) (?:want|wish) to) "
    "(?:say|answer|disclose|state|tell(?: you)?|share|specify|respond|declare|give)(?: this)?"
    "|(?:i )?(?:(?:would|d) )?(?:prefer|rather) not|prefer not say|pnts|declined?(?: to (?:say|answer|state|disclose))?"
    "|refused(?: to (?:say|answer))?|withheld|undisclosed|not disclosed|no comment"
    "|(?:mae n )?g?well (?:gen i|gennyf(?: i)?|ganddo|ganddi|ganddynt|gyda fi) beidio (?:ag? )?(?:dweud|ateb|datgelu)"
    "|gwell peidio (?:ag? )?(?:dweud|ateb)|ddim (?:eisiau|am|yn dymuno) (?:dweud|ddweud|ateb|datgelu)"
)
_READERS = {
    of: {category: re.compile("|".join(f"(?:{one})" for one in found)) for category, found in phrases.items()}
    for of, phrases in _PHRASES.items()
}
_WORDS = {
    of: {plain_form(word): row.name for row in rows for word in (row.name, *row.words)}
    for of, rows in CATEGORIES.items()
}


def phrase_meaning(text: str, of: str) -> str:
    """Return the category that a whole answer means; empty where a word is left over, or it could mean two.

    Parameters
    ----------
    text
        The answer.
    of
        Name of the characteristic, such as "disability".
    """
    plain = plain_form(text)
    found = _categories(plain, of)
    for frame in (_FRAME, _FRAMES.get(of, "")):
        inside = re.fullmatch(frame, plain) if frame and not found else None
        found = _categories(inside["said"], of) if inside else found
    return found.pop() if len(found) == 1 else ""


def _categories(plain: str, of: str) -> set[str]:
    known = _WORDS[of].get(plain)
    return {known} if known else {name for name, reader in _READERS[of].items() if reader.fullmatch(plain)}


def is_declined(text: str) -> bool:
    """Tell whether somebody says that they would rather not say."""
    return _DECLINED.fullmatch(plain_form(text)) is not None
