"""Why a site could not be built."""


class BuildError(RuntimeError):
    """The site cannot be built; the text says why and what to do."""
