"""The time zones of states and provinces, and the states of ZIP codes.

Zones are those of 49 CFR part 71 (US) and of the provinces' own laws. A state that spans several zones has all of
them, named by IANA. ZIP codes go by their first three digits, as the US Postal Service gives them out (labeling list
L002); a range stands apart from the rest of its state where the state spans two zones and the range is in one.
"""

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
PHOENIX, LOS_ANGELES = "America/Phoenix", "America/Los_Angeles"

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (NEW_YORK,), (CHICAGO,), (DENVER,), (LOS_ANGELES,)
EASTERN_CENTRAL, CENTRAL_MOUNTAIN = (NEW_YORK, CHICAGO), (CHICAGO, DENVER)
MOUNTAIN_PACIFIC = (DENVER, LOS_ANGELES)


def _all(codes: str, zones: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(codes.split(), zones)


STATES: dict[str, tuple[str, ...]] = {
    **_all("CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV", EASTERN),
    **_all("AL AR IL IA LA MN MS MO OK WI", CENTRAL),
    **_all("CO MT NM UT WY", MOUNTAIN),
    **_all("CA WA", PACIFIC),
    **_all("FL IN KY MI TN", EASTERN_CENTRAL),
    **_all("KS NE ND SD TX", CENTRAL_MOUNTAIN),
    **_all("ID NV OR", MOUNTAIN_PACIFIC),
    "AZ": (PHOENIX, DENVER),
    "AK": ("America/Anchorage", "America/Adak"),
    "HI": ("Pacific/Honolulu",),
    "PR": ("America/Puerto_Rico",),
    "VI": ("America/Puerto_Rico",),
    "GU": ("Pacific/Guam",),
    "MP": ("Pacific/Guam",),
    "AS": ("Pacific/Pago_Pago",),
    "AB": ("America/Edmonton",),
    "BC": ("America/Vancouver", "America/Dawson_Creek", "America/Edmonton"),
    "MB": ("America/Winnipeg",),
    "NB": ("America/Moncton",),
    "NL": ("America/St_Johns", "America/Goose_Bay"),
    "NS": ("America/Halifax",),
    "NT": ("America/Edmonton",),
    "NU": ("America/Iqaluit", "America/Rankin_Inlet", "America/Cambridge_Bay"),
    "ON": ("America/Toronto", "America/Winnipeg"),
    "PE": ("America/Halifax",),
    "QC": ("America/Toronto",),
    "SK": ("America/Regina",),
    "YT": ("America/Whitehorse",),
}

NAMES = """
    AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
    DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa,
    KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota,
    MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico,
    NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania,
    RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia,
    WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming, PR Puerto Rico, VI Virgin Islands, GU Guam,
    MP Northern Mariana Islands, AS American Samoa, AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick,
    NS Nova Scotia, ON Ontario, NL Newfoundland and Labrador, NT Northwest Territories, NU Nunavut,
    PE Prince Edward Island, QC Quebec, SK Saskatchewan, YT Yukon
"""
"""The states and provinces: code and name."""

ZIPS = """
    005 NY, 006-007 PR, 008 VI, 009 PR, 010-027 MA, 028-029 RI, 030-038 NH, 039-049 ME, 050-054 VT, 055 MA, 056-059 VT,
    060-069 CT, 070-089 NJ, 100-149 NY, 150-196 PA, 197-199 DE, 200-205 DC, 206-219 MD, 220-246 VA, 247-268 WV,
    270-289 NC, 290-299 SC, 300-319 GA, 320-339 FL, 341-349 FL, 350-369 AL, 370-385 TN, 386-397 MS, 398-399 GA,
    400-427 KY, 430-459 OH, 460-479 IN, 480-499 MI, 500-528 IA, 530-549 WI, 550-567 MN, 570-577 SD, 580-588 ND,
    590-599 MT, 600-629 IL, 630-658 MO, 660-679 KS, 680-693 NE, 700-714 LA, 716-729 AR, 730-732 OK, 733 TX, 734-749 OK,
    750-799 TX, 800-816 CO, 820-831 WY, 832-838 ID, 840-847 UT, 850-865 AZ, 870-884 NM, 885 TX, 889-898 NV, 900-961 CA,
    967-968 HI, 970-979 OR, 980-994 WA, 995-999 AK
"""
"""The first three digits of ZIP codes, and their state. Those of the armed forces may be anywhere."""

ZIPS_OF_ONE_ZONE = {
    **dict.fromkeys([*range(320, 324), *range(326, 340), *range(341, 350), *range(376, 380)], EASTERN),  # FL, TN
    **dict.fromkeys([*range(480, 498)], EASTERN),  # MI
    **dict.fromkeys([*range(370, 373), *range(380, 385), *range(660, 677), *range(680, 690)], CENTRAL),  # TN, KS, NE
    **dict.fromkeys([733, *range(750, 798)], CENTRAL),  # TX
    **dict.fromkeys([799, 885], MOUNTAIN),  # TX: El Paso
    **dict.fromkeys([*range(970, 979)], PACIFIC),  # OR
}


def _by_zip() -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for entry in ZIPS.split(","):
        digits, state = entry.split()
        first, _, last = digits.partition("-")
        found |= dict.fromkeys(range(int(first), int(last or first) + 1), STATES[state])
    return found | ZIPS_OF_ONE_ZONE


BY_ZIP = _by_zip()
"""The first three digits of a ZIP code → its zones."""
