"""Asks whether anything installed has a known fault; `make check` runs it.

    .venv/bin/python -m benchmarks.audit

pip-audit asks the OSV database (api.osv.dev) about each installed package and version. Where nobody can be
asked (no network, or the service is down) that is said in one line and is no failure: a build must not depend
on it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass

SECONDS = 120
"""All questions together."""
COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--vulnerability-service", "osv"),
    *("--format", "json", "--progress-spinner", "off", "--timeout", "10"),
)
ACCEPTED: dict[str, str] = {
    "CVE-2023-48022": "Ray runs what it is sent; Byline starts it on the loopback, with a token"
}
"""Faults that do not concern Byline, by their id, each with the reason why."""
# How requests, urllib3 and pip-audit say that nobody answered, or that the service itself failed.
_UNREACHABLE = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|NameResolution|ServiceError|HTTPError"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said, and whether the check passes."""

    passes: bool
    lines: tuple[str, ...]


def judge(output: str, errors: str, accepted: dict[str, str] = ACCEPTED) -> Verdict:
    """What to make of what pip-audit wrote to its two streams.  [pure]"""
    try:
        audited = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (errors.strip().splitlines() or ["it said nothing"])[-1]
        if _UNREACHABLE.search(errors):
            return unreachable(last)
        return Verdict(False, (f"pip-audit failed: {last[:300]}",))
    found = [
        f"{one['name']} {one['version']}: {fault['id']}{_mended(fault['fix_versions'])}"
        for one in audited
        for fault in one.get("vulns", ())
        if not accepted.keys() & {fault["id"], *fault.get("aliases", ())}
    ]
    if found:
        return Verdict(False, tuple(found))
    asked = sum("vulns" in one for one in audited)
    return Verdict(True, (f"{asked} packages were asked about: no known fault.",))


def unreachable(why: str) -> Verdict:
    """Nobody could be asked."""
    return Verdict(True, (f"The advisory service could not be asked, nothing was audited: {why[:160]}",))


def _mended(versions: list[str]) -> str:
    return f" (mended in {', '.join(versions)})" if versions else ""


def main() -> int:
    """Ask and say; 1 where a fault is known."""
    try:
        ran = subprocess.run(COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False)
        verdict = judge(ran.stdout, ran.stderr)
    except subprocess.TimeoutExpired:
        verdict = unreachable(f"it took longer than {SECONDS} seconds")
    print(*verdict.lines, sep="\n")
    return 0 if verdict.passes else 1


if __name__ == "__main__":
    sys.exit(main())
