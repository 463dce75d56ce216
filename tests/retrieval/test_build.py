"""Which reader the settings give."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

import pytest

from retrieval.build import build_reader
from retrieval.errors import ModelUnavailableError
from retrieval.reader import PACKAGED, OnnxReader
from retrieval.settings import RetrievalSettings


def test_nothing_named_is_the_packaged_reader_and_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(build_reader(RetrievalSettings()), OnnxReader)
    assert caplog.records == []


def test_a_reader_of_our_own_kind_is_taken_from_its_folder_and_said_to_be_uncalibrated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = shutil.copytree(PACKAGED, tmp_path / "model")
    caplog.set_level(logging.WARNING)
    assert isinstance(build_reader(RetrievalSettings(reader_model=str(folder))), OnnxReader)
    assert ["calibrated" in record.message for record in caplog.records] == [True]


def test_a_damaged_reader_is_refused_before_the_first_question(tmp_path: Path) -> None:
    folder = shutil.copytree(PACKAGED, tmp_path / "model")
    (folder / "model.onnx").write_bytes(b"torn")
    with pytest.raises(ModelUnavailableError, match=r"model\.onnx"):
        build_reader(RetrievalSettings(reader_model=str(folder)))


@pytest.mark.parametrize("name", ["./none", "/none/here", "~/none-here"])
def test_a_folder_that_is_not_there_is_said_in_words(name: str) -> None:
    with pytest.raises(ModelUnavailableError, match="there is no such folder"):
        build_reader(RetrievalSettings(reader_model=name))


@pytest.mark.model
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("config", [None, "{", "[]", json.dumps({"sha": 1})])
def test_a_folder_without_a_reader_is_said_in_words(tmp_path: Path, config: str | None) -> None:
    if config is not None:
        (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelUnavailableError, match="no question-answering model"):
        build_reader(RetrievalSettings(reader_model=str(tmp_path)))
