"""What a number may have beside it: "%", "$", "kg", and the words that say the same.

Owns the list of units and currencies, and the one spelling of amounts that have several: "10 a.m."
and "10am", "$5m" and "$5 million". Unlike `marks`, which compares the numbers of two texts, it
compares nothing.
"""

from __future__ import annotations

import re

_SCALES = {"k": "thousand", "m": "million", "mn": "million", "tn": "trillion"}
_LETTER = re.compile(rf"(?<=[$€£¥])(\d[\d,.]*) ?({'|'.join(_SCALES)})\b", re.IGNORECASE)
# "10.30am", "10 A.M."; the full stop stays where it may end a sentence.
_CLOCK = re.compile(
    r"(?<![\w.,:])(\d{1,2})(?:[:.](\d\d))? ?([AaPp])\.?[Mm]\b(?:\.(?!\s+[A-Z]|\s*$))?"
)
_GLUED = "kg|mg|km|cm|mm|mph|kph|lbs?|oz|[kMGT]W|[kMG]Wh|[kMGT]B"
_SPELLINGS = (
    (re.compile(r"\b([Pp]er) cent\b"), r"\1cent"),
    (re.compile(r"\bU\.?S\.? ?\$(?=\d)"), "$"),
    (re.compile(rf"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)(?=(?:{_GLUED})\b)"), r"\1 "),
    (re.compile(r"(?<![\w:.,])(\d{1,3}):(\d)(?![\w:])"), r"\1-\2"),  # a score is no clock
)
_DOLLARS = "usd aud cad hkd nzd sgd"
_KINDS = {"A": "aud", "AU": "aud", "C": "cad", "CA": "cad", "HK": "hkd", "NZ": "nzd", "S": "sgd"}
_SIGNS = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy cny", "₽": "rub", "₴": "uah", "₹": "inr",
    "₪": "ils", "₺": "lira", "₩": "krw", "USD": "usd", "EUR": "eur", "GBP": "gbp", "JPY": "jpy",
    "CNY": "cny", "RMB": "cny", "RUB": "rub", "CHF": "chf",
}  # fmt: skip
# Right before a number: "A$" is "AUD", "$" the dollar of the United States.
SIGN = re.compile(
    rf"(?:(?P<kind>\b(?:{'|'.join(_KINDS)}))?\$|[€£¥₽₴₹₪₺₩]"
    r"|\b(?:USD|EUR|GBP|JPY|CNY|RMB|RUB|CHF)) ?$"
)
# What is longer stands before what it begins with. A name of several is any of these. Letters
# alone are read with their capitals: "mW" is no "MW".
_UNITS = (
    (r"(?i:percentage[ -]points?)|pp\b|%[ -]points?", "points"),
    (r"%|(?i:percent(?:age)?|pct)\b", "percent"),
    (r"(?:U\.?S\.?|USA|American) dollars?\b|USD\b", "usd"),
    (r"Australian dollars?\b", "aud"),
    (r"Canadian dollars?\b", "cad"),
    (r"\$|(?i:dollars?|bucks)\b", _DOLLARS),
    (r"€|EUR\b|(?i:euros?)\b", "eur"),
    (r"£|GBP\b|(?i:pounds? sterling|quid)\b", "gbp"),
    (r"(?i:pounds?)\b", "gbp lb"),
    (r"¥", "jpy cny"),
    (r"JPY\b|(?i:yen)\b", "jpy"),
    (r"CNY\b|RMB\b|(?i:yuan|renminbi)\b", "cny"),
    (r"₽|RUB\b|(?i:rou?bles?)\b", "rub"),
    (r"₴|UAH\b|(?i:hryvnias?)\b", "uah"),
    (r"₹|INR\b|(?i:rupees?)\b", "inr"),
    (r"₪|(?i:shekels?)\b", "ils"),
    (r"₺|(?i:liras?)\b", "lira"),
    (r"CHF\b|(?i:(?:swiss )?francs?)\b", "chf"),
    (r"(?i:cents?)\b", "cent"),
    (r"° ?C\b|(?i:degrees? (?:celsius|centigrade))\b|degrees? C\b", "celsius"),
    (r"° ?F\b|(?i:degrees? fahrenheit)\b|degrees? F\b", "fahrenheit"),
    (r"°|(?i:degrees?)\b", "celsius fahrenheit degree"),
    (r"km/h\b|kmh\b|kph\b|(?i:kilomet(?:re|er)s? (?:per|an) hour)\b", "km/h"),
    (r"mph\b|(?i:miles? (?:per|an) hour)\b", "mph"),
    (r"m/s\b|(?i:met(?:re|er)s? (?:per|a) second)\b", "m/s"),
    (r"km2\b|(?i:sq\.? ?km|square[ -]kilomet(?:re|er)s?)\b", "km2"),
    (r"m2\b|(?i:sq\.? ?m|square[ -]met(?:re|er)s?)\b", "m2"),
    (r"(?i:square[ -]miles?|sq\.? ?mi)\b", "mile2"),
    (r"(?i:square[ -](?:feet|foot)|sq\.? ?ft)\b", "foot2"),
    (r"(?i:hectares?)\b|ha\b", "hectare"),
    (r"(?i:acres?)\b", "acre"),
    (r"(?i:nautical miles?)\b", "mile nautical"),
    (r"(?i:kgs?|kilos?|kilogram(?:me)?s?)\b", "kg"),
    (r"mg\b|(?i:milligram(?:me)?s?)\b", "mg"),
    (r"g\b|(?i:gram(?:me)?s?)\b", "gram"),
    (r"(?i:kilotons?|kilotonnes?)\b", "kiloton"),
    (r"(?i:tonnes?|metric tons?)\b", "tonne"),
    (r"(?i:tons?)\b|t\b", "ton tonne"),
    (r"(?i:lbs?)\b", "lb"),
    (r"oz\b|(?i:ounces?)\b", "ounce"),
    (r"(?i:kms?|kilomet(?:re|er)s?)\b", "km"),
    (r"cm\b|(?i:centimet(?:re|er)s?)\b", "cm"),
    (r"mm\b|(?i:millimet(?:re|er)s?)\b", "mm"),
    (r"m\b|(?i:met(?:re|er)s?)\b", "m"),
    (r"(?i:miles?)\b|mi\b", "mile"),
    (r"(?i:feet|foot|ft)\b", "foot"),
    (r"(?i:inch(?:es)?)\b", "inch"),
    (r"(?i:yards?)\b", "yard"),
    (r"(?i:lit(?:re|er)s?)\b|l\b", "litre"),
    (r"(?i:gallons?)\b", "gallon"),
    (r"(?i:barrels?)\b", "barrel"),
    (r"kWh\b|(?i:kilowatt[ -]hours?)\b", "kWh"),
    (r"MWh\b|(?i:megawatt[ -]hours?)\b", "MWh"),
    (r"GWh\b|(?i:gigawatt[ -]hours?)\b", "GWh"),
    (r"kW\b|(?i:kilowatts?)\b", "kW"),
    (r"MW\b|(?i:megawatts?)\b", "MW"),
    (r"GW\b|(?i:gigawatts?)\b", "GW"),
    (r"TW\b|(?i:terawatts?)\b", "TW"),
    (r"[kK]B\b|(?i:kilobytes?)\b", "kB"),
    (r"MB\b|(?i:megabytes?)\b", "MB"),
    (r"GB\b|(?i:gigabytes?)\b", "GB"),
    (r"TB\b|(?i:terabytes?)\b", "TB"),
)
_NAMES = tuple(frozenset(names.split()) for _, names in _UNITS)
_UNIT = "|".join(f"(?P<u{n}>{pattern})" for n, (pattern, _) in enumerate(_UNITS))
UNIT = re.compile(rf"(?<!\w)(?:{_UNIT})")
BEHIND = re.compile(rf"[ -]?(?:{_UNIT})")  # of a number, matched where it ends
_BY_A_SIGN = re.compile(r"(?P<sign>[$€£¥₽₴₹₪₺₩])\d")
_BY_A_UNIT = re.compile(rf"\d[ -]?(?:{_UNIT})")


def names(match: re.Match[str]) -> frozenset[str]:
    """What a match of `UNIT` or `BEHIND` may be: "¥" is yen or yuan."""
    return _NAMES[int((match.lastgroup or "u0")[1:])]


def currency(match: re.Match[str]) -> frozenset[str]:
    """What a match of `SIGN` may be."""
    kind = match["kind"]
    return frozenset((_KINDS[kind] if kind else _SIGNS[match.group().strip()]).split())


def beside_figures(text: str) -> frozenset[str]:
    """The names of all units and currencies that stand beside figures."""
    signs = (_SIGNS[match["sign"]].split() for match in _BY_A_SIGN.finditer(text))
    units = (names(match) for match in _BY_A_UNIT.finditer(text))
    return frozenset(name for some in (*signs, *units) for name in some)


def one_spelling(text: str) -> str:
    """The text with one spelling for amounts that have several.

    >>> one_spelling("$5m at 10.30am, 12 per cent")
    '$5 million at 10:30 am, 12 percent'
    """
    text = _LETTER.sub(lambda match: f"{match[1]} {_SCALES[match[2].lower()]}", text)
    text = _CLOCK.sub(_clock, text)
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _clock(match: re.Match[str]) -> str:
    minute = f":{match[2]}" if match[2] else ""
    return f"{match[1]}{minute} {match[3].lower()}m"
