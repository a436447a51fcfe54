"""What the figures were measured on."""

import os
import pathlib
import platform
import re


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    return (f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, "
            f"{int(memory[1]) / 2**20:.0f} GiB; {system}, Linux {'.'.join(platform.release().split('.')[:2])}")


def load_average():
    return f"{os.getloadavg()[0]:.1f}"
