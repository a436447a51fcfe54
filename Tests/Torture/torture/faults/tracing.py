"""Makes system calls of the running server fail or wait, by strace."""

import asyncio
import contextlib
import signal


@contextlib.asynccontextmanager
async def injected(pid, calls, fault):
    """`fault` as strace(1) has it. In force from the beginning of the block to its end."""
    process = await asyncio.create_subprocess_exec(
        "strace", "-f", "-p", str(pid), "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:{fault}",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
    said = b""
    # "Process N attached with M threads": it holds all of them.
    while b"attached" not in said:
        line = await process.stderr.readline()
        if not line:
            raise RuntimeError(f"strace did not attach: {said.decode()}")
        said += line
    drain = asyncio.create_task(process.stderr.read())
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        await process.wait()
        await drain
