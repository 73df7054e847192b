"""`companion check-clinic`: a clinic's file looked at as a whole, before a site is made of it."""

import sys
from argparse import Namespace
from asyncio import Event

from companion.clinic_file import ClinicFileError, load_clinic, load_site_clinic
from companion.config import assets_dir
from companion.domain.safety.judgements import signatures_from_json, unsigned_lines
from companion.safety_rules import load_judgements


async def check_clinic(options: Namespace, stop: Event) -> int:
    """Print everything that is wrong with the file, or that nothing is."""
    try:
        clinic = (load_site_clinic if options.for_site else load_clinic)(options.file)
    except ClinicFileError as error:
        print(error, file=sys.stderr)
        return 1 if error.problems else 2
    print(f"{options.file}: nothing is wrong. The clinic is {clinic.name}.")
    print(*unsigned_lines(load_judgements(assets_dir()), signatures_from_json(clinic.signed)), sep="\n")
    if clinic.token and not options.for_site:
        print("It contains a patient's token, so it is for a device, or for a demo on this machine. build-web "
              "would refuse it. To check a file as build-web does, use --for-site.")  # fmt: skip
    return 0
