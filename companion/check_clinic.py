"""`companion check-clinic`: a clinic's file looked at as a whole, before a site is made of it."""

import sys
from argparse import Namespace
from asyncio import Event
from collections.abc import Sequence

from companion.clinic_file import ClinicFileError, load_clinic, load_site_clinic
from companion.config import assets_dir
from companion.domain.safety.judgements import Judgement, Signature, signatures_from_json, unsigned
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
        print("It holds a patient's token: for a device, or for a demo on this machine. build-web refuses it: "
              "--for-site looks at a file as it does.")  # fmt: skip
    return 0


def unsigned_lines(judgements: Sequence[Judgement], signatures: Sequence[Signature]) -> list[str]:
    """Return what the command line says about the clinical judgements that nobody at the clinic has signed."""
    open_ones = unsigned(judgements, signatures)
    if not open_ones:
        return [f"All {len(judgements)} clinical judgments are signed in the clinic's file."]
    head = (
        f"Not signed: {len(open_ones)} of {len(judgements)} clinical judgments. The clinic's medical director has to "
        "confirm each one before the first patient, and sign it in the clinic's file under `signed`:"
    )
    return [head, *(f"  {judgement.id}: {judgement.says}" for judgement in open_ones)]
