"""Countries that phone numbers without a country code belong to. Pure."""

from server.errors import BadSetting
from server.words.comparable import comparable_name

CALLED = {
    **dict.fromkeys(("uk", "gbr", "greatbritain", "britain", "england", "scotland", "wales", "northernireland"), "GB"),
    **dict.fromkeys(("usa", "america", "unitedstatesofamerica", "u.s", "u.s.a"), "US"),
    **{"can": "CA", "mex": "MX", "deu": "DE", "ger": "DE"},
    **{"deutschland": "DE", "fra": "FR", "esp": "ES", "españa": "ES"},
    **{"ita": "IT", "aus": "AU", "nzl": "NZ", "ind": "IN", "irl": "IE", "bra": "BR", "brasil": "BR", "nld": "NL"},
    **{"aut": "AT", "che": "CH", "swe": "SE", "nor": "NO", "dnk": "DK", "pol": "PL", "prt": "PT", "zaf": "ZA"},
}
"""Names of countries that people use and phonenumbers doesn't, as `comparable_name` gives them."""


def region_of(name: str) -> str:
    """Return `HANDRAISE_REGION` as phonenumbers takes it.

    Raises BadSetting when it is no ISO 3166 code of a country, with the one that was probably meant.
    """
    import phonenumbers  # it takes longer to load than all else here, and few processes need it

    region = name.strip().upper()
    if region in phonenumbers.SUPPORTED_REGIONS:
        return region
    meant = probable_region(name)
    hint = f" For “{name}” that is {meant}." if meant else ""
    raise BadSetting(f"HANDRAISE_REGION must be a country's code of two letters, such as US, GB or DE.{hint}")


def probable_region(name: str) -> str | None:
    """Return the country that is meant by a name, a code of three letters or the country code of its phones."""
    import phonenumbers

    plain = comparable_name(name)
    digits = plain.lstrip("+0")
    if digits.isdecimal() and len(digits) < 4:
        found = phonenumbers.region_code_for_country_code(int(digits))
        return found if found in phonenumbers.SUPPORTED_REGIONS else None
    if plain in CALLED:
        return CALLED[plain]
    from phonenumbers import geocoder  # it loads the places of every number

    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        example = phonenumbers.example_number(region)
        if example and comparable_name(geocoder.country_name_for_number(example, "en")) == plain:
            return region
    return None
