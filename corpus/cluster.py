"""Work done by other processes, on this machine or on many: Ray's workers.  [the only ray]"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType, TracebackType
from typing import Any, Generic, ParamSpec, TypeVar

from corpus.errors import ClusterError

P = ParamSpec("P")
T = TypeVar("T")

RETRIES = 2
"""How often work is given to another worker after one died of it."""

_INSTALL = "Ray is not installed. Install it: pip install ray"
# Ray calls a machine dead after some fifteen seconds; then its work goes to others.
_PATIENCE = 10.0
_LOOPBACK = ("127.0.0.1", "localhost")
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
        self._known: dict[Callable[..., Any], Any] = {}
        self.cores = 0
        """How many pieces of work are done at once."""

    @classmethod
    def join(cls, where: str) -> Cluster:
        """Start workers on this machine, or join a cluster that runs.

        Args:
            where: How many workers to start here, such as `4`, which end with this; or `auto` for a cluster
                that this machine is part of, its address (`10.0.0.5:6379`), or from outside
                `ray://10.0.0.5:10001`.

        Raises:
            ClusterError: Ray is not installed, or there is no such cluster, or it has no workers.
        """
        ray = _load(where)
        own = where.isdecimal()
        folder = tempfile.mkdtemp(prefix="byline-ray-") if own else None
        options = _own(int(where), folder) if folder else {"address": where}
        cluster = cls(ray, where, folder)
        try:
            _knock(where)
            ended = signal.getsignal(signal.SIGTERM)
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
            with suppress(ValueError):  # on another thread Ray leaves it alone, too
                signal.signal(signal.SIGTERM, ended)
            cluster.cores = _cores(ray)
        except (RuntimeError, ConnectionError, ValueError, OSError, ray.exceptions.RayError) as error:
            cluster.close()
            reason = " ".join(str(error).split())[:300]
            raise ClusterError(where, f"The Ray cluster cannot be used ({where}): {reason}") from error
        if not cluster.cores:
            cluster.close()
            raise ClusterError(where, f"The Ray cluster has no workers ({where}).")
        return cluster

    def begin(self, work: Callable[P, T], *given: P.args, **_: P.kwargs) -> Task[T]:
        """Give a function of a module away, which every worker must be able to import; begins at once.

        It may be done twice, where a worker died on the way, so it should change nothing.
        """
        distant = self._known.get(work)
        if distant is None:
            # Made once: Ray reads a function through and sends it to everybody.
            distant = self._known[work] = self._ray.remote(num_cpus=1, max_retries=RETRIES)(work)
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


def _load(where: str) -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if where.isdecimal() or _host(where)[0] in _LOOPBACK:
        # Ray listens on, and looks for, the machine's outside address otherwise.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    try:
        import ray
    except ImportError as error:
        raise ClusterError(where, _INSTALL) from error
    _silence(ray)
    return ray


def _host(where: str) -> tuple[str, str]:
    host, _, port = where.removeprefix("ray://").rpartition(":")
    return host, port


def _knock(where: str) -> None:
    """Raise what a connection raises where nobody listens: Ray would try for ten minutes."""
    host, port = _host(where)
    if port.isdecimal() and not where.isdecimal():
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()


def _own(workers: int, folder: str) -> dict[str, Any]:
    """What a cluster of our own is started with."""
    return {
        "address": "local",
        "num_cpus": workers,
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
