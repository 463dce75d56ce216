"""A neural network in a file, as ONNX Runtime runs it.  [the only onnxruntime]"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

_WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path"


class Graph:
    """A network that was read and can run; several threads may run it at once, each on one core."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session

    @classmethod
    def load(cls, path: Path, weights: Path | None = None) -> Graph:
        """The network in an ONNX file; its weights may lie in files of another folder.

        Raises:
            ModelError: There is no such file, or it is no network, or the weights are not there.
        """
        # From 1.29 on it tells its maker of every network that is loaded, with an id that it keeps in the
        # user's cache. What is read here is nobody else's business.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        # What runs side by side is texts: two threads in one network wait for each other at every layer.
        options.intra_op_num_threads = 1
        if weights is not None:
            # ONNX Runtime maps them from the disk; read into memory first, they would be there twice.
            options.add_session_config_entry(_WEIGHTS_FOLDER, str(weights))
        try:
            # From bytes: of a path, ONNX Runtime before 1.30 looks for weights beside it only.
            session = InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its own errors have no common class
            raise ModelError(str(path), f"{path} cannot be loaded: {error}") from error
        return cls(session)

    def run(self, feed: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """What comes out, in the order of the file, for what goes in by name."""
        found: list[NDArray[Any]] = self._session.run(None, dict(feed))
        return found
