"""Everything that may happen to the server, by name."""

from . import clock, disk, network, process, restoring

ALL = {fault.name: fault for fault in (
    process.Kill(), process.Restart(), process.Pause(), *disk.FAULTS, clock.Clock(), restoring.Restore(),
    *network.FAULTS, process.KillClient())}
