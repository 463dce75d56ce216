"""Work done by other processes, on this machine or on many: Ray's workers.  [the only ray]"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from types import ModuleType, TracebackType
from typing import Any, Generic, ParamSpec, TypeVar

from corpus.errors import ClusterError

P = ParamSpec("P")
T = TypeVar("T")

HERE = "local"
"""In place of an address: workers of this machine, started for this and ended with it."""
RETRIES = 2
"""How often work is given to another worker after one died of it."""

_INSTALL = "Ray is not installed. Install it: pip install ray"
# Ray calls a machine dead after some fifteen seconds; then its work goes to others.
_PATIENCE = 10.0
_SHARED_MEMORY = 200_000_000
_log = logging.getLogger(__name__)


class WorkerDiedError(Exception):
    """Each worker that a piece of work was given to died of it."""


class Task(Generic[T]):
    """A piece of work that was given away."""

    def __init__(self, ray: ModuleType, address: str, reference: Any) -> None:
        self._ray = ray
        self._address = address
        self._reference = reference

    def done(self) -> bool:
        """Whether `result` comes at once."""
        ready, _ = self._ray.wait([self._reference], timeout=0)
        return bool(ready)

    def result(self) -> T:
        """What came of it, waited for; raises what the work raised.

        Raises:
            WorkerDiedError: its worker died, and so did those who took it over.
            ClusterError: no worker is left.
        """
        errors = self._ray.exceptions
        while True:
            try:
                found: T = self._ray.get(self._reference, timeout=_PATIENCE)
                return found
            except errors.GetTimeoutError:
                if not _cores(self._ray):
                    raise ClusterError(self._address, "No worker of the Ray cluster is left.") from None
            except errors.RayTaskError as error:
                raise (error.cause if isinstance(error.cause, Exception) else error) from None
            except (errors.WorkerCrashedError, errors.NodeDiedError, errors.OutOfMemoryError) as error:
                raise WorkerDiedError from error
            except errors.ObjectLostError as error:
                raise WorkerDiedError from error
            except (errors.RayError, ConnectionError) as error:
                raise ClusterError(self._address, f"The Ray cluster does not answer: {error}") from error


class Cluster:
    """Workers that run functions of ours, one for each core; whoever has one closes it."""

    def __init__(self, ray: ModuleType, address: str, folder: str | None) -> None:
        self._ray = ray
        self._address = address
        self._folder = folder
        self.cores = _cores(ray)
        """How many pieces of work are done at once."""

    @classmethod
    def join(cls, address: str = HERE, cores: int | None = None) -> Cluster:
        """Start workers on this machine (`HERE`), or join a cluster that runs: `auto`, or its address.

        Args:
            address: As Ray writes them: `10.0.0.5:6379` on one of its machines, `ray://10.0.0.5:10001`
                from outside.
            cores: How many workers are started here; as many as there are cores if `None`.

        Raises:
            ClusterError: Ray is not installed, or there is no such cluster, or it has no workers.
        """
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        # What is said of workers that die goes to the log; Ray's own lines would go between ours.
        os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
        if address == HERE:
            # Ray looks up the machine's outside address otherwise, and listens there.
            os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        try:
            import ray
        except ImportError as error:
            raise ClusterError(address, _INSTALL) from error
        _silence(ray)
        folder = tempfile.mkdtemp(prefix="byline-ray-") if address == HERE else None
        try:
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **_own(folder, cores))
        except (RuntimeError, ConnectionError, ValueError, OSError, ray.exceptions.RayError) as error:
            reason = " ".join(str(error).split())[:300]
            raise ClusterError(address, f"The Ray cluster cannot be used ({address}): {reason}") from error
        cluster = cls(ray, address, folder)
        if not cluster.cores:
            cluster.close()
            raise ClusterError(address, f"The Ray cluster has no workers ({address}).")
        return cluster

    def begin(self, work: Callable[P, T], *given: P.args, **_: P.kwargs) -> Task[T]:
        """Give a function of a module away, which every worker must be able to import; begins at once.

        It may be done twice, where a worker died on the way, so it should change nothing.
        """
        distant = self._ray.remote(num_cpus=1, max_retries=RETRIES)(work)
        return Task(self._ray, self._address, distant.remote(*given))

    def close(self) -> None:
        """Leave the cluster; one that was started here ends, with all its processes."""
        self._ray.shutdown()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _own(folder: str | None, cores: int | None) -> dict[str, Any]:
    """What a cluster of our own is started with."""
    if folder is None:
        return {}
    return {
        "num_cpus": cores or os.cpu_count() or 1,
        "include_dashboard": False,
        "object_store_memory": _SHARED_MEMORY,
        "_temp_dir": folder,
    }


def _cores(ray: ModuleType) -> int:
    return int(ray.cluster_resources().get("CPU", 0))


def _silence(ray: ModuleType) -> None:
    """Let Ray write of dead workers into the log: it prints to standard output, where results go."""

    def log(data: dict[str, Any], **_: Any) -> None:
        _log.info("%s", " ".join(data["lines"]))

    ray._private.worker.print_to_stdstream = log
