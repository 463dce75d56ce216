from __future__ import annotations

import json

import pytest

from benchmarks.audit import judge, unreachable

OFFLINE = (
    "Traceback (most recent call last):\n"
    "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.osv.dev'): Max retries"
)


def report(*faults: dict[str, object]) -> str:
    sound = {"name": "rich", "version": "14.0", "vulns": []}
    skipped = {"name": "torch", "skip_reason": "a local version"}
    return json.dumps({"dependencies": [sound, skipped, {"name": "old", "version": "1", "vulns": faults}]})


FAULT: dict[str, object] = {
    "id": "PYSEC-1",
    "fix_versions": ["1.2"],
    "aliases": ["CVE-9"],
    "description": "…",
}


def test_no_known_fault_passes_and_says_how_many_were_asked_about() -> None:
    verdict = judge(report(), "Found no known vulnerabilities")
    assert verdict.passes
    assert verdict.lines == ("2 packages were asked about: no known fault.",)


def test_a_known_fault_fails_and_says_what_mends_it() -> None:
    verdict = judge(report(FAULT, {"id": "GHSA-2", "fix_versions": []}), "Found 2 known vulnerabilities")
    assert not verdict.passes
    assert verdict.lines == ("old 1: PYSEC-1 (mended in 1.2)", "old 1: GHSA-2")


@pytest.mark.parametrize("known", ["PYSEC-1", "CVE-9"])
def test_a_fault_that_does_not_concern_us_passes_by_any_of_its_names(known: str) -> None:
    assert judge(report(FAULT), "", {known: "that function is not called"}).passes


def test_a_service_that_cannot_be_asked_passes_in_one_line() -> None:
    for verdict in (judge("", OFFLINE), unreachable("it took longer than 120 seconds")):
        assert verdict.passes
        (line,) = verdict.lines
        assert line.startswith("The advisory service could not be asked, nothing was audited: ")
        assert "\n" not in line


@pytest.mark.parametrize("output", ["", "nonsense", "[]", "{}", '{"dependencies'])
def test_anything_else_fails(output: str) -> None:
    verdict = judge(output, "No module named pip_audit")
    assert not verdict.passes
    assert verdict.lines == ("pip-audit failed: No module named pip_audit",)
