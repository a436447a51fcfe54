"""One way to make life hard for the server."""


class Fault:
    # As it is asked for on the command line.
    name = ""
    # Faults of one track follow each other; those of different tracks happen at the same time.
    track = "server"

    def missing(self):
        """Why this machine does not permit it; None when it does."""
        return None

    async def strike(self, world, random):
        """Does it, for as long as it lasts, and undoes it. All chance is `random`'s."""
        raise NotImplementedError
