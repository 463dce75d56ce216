"""What each server's admins have set, at hand without waiting: every question asks for it."""

from __future__ import annotations

import asyncio

from corpus import Library, ServerSettings

_NOTHING_SET = ServerSettings()


class Rules:
    """The settings of all servers. Raises `LibraryError` where it reads or writes them.

    Args:
        library: open; it is read here, once.
    """

    def __init__(self, library: Library) -> None:
        self._servers = library.servers
        self._held = library.servers.settings()
        self._changing = asyncio.Lock()

    def of(self, server: int | str | None) -> ServerSettings:
        """A server's settings; `None` is a private message, in which nothing is set."""
        return self._held.get(str(server), _NOTHING_SET)

    def keeps_questions(self, server: int | str | None) -> bool:
        """Whether what is asked in a server before everybody is kept for its admins."""
        return self.of(server).question_days > 0

    async def put(self, server: int, settings: ServerSettings) -> None:
        """Change a server's settings, from the next question on."""
        async with self._changing:
            await asyncio.to_thread(self._servers.put, str(server), settings)
            self._held[str(server)] = settings

    async def refresh(self) -> None:
        """Take over what another process of the same bot has set."""
        # What is read here must not take the place of what is put meanwhile.
        async with self._changing:
            self._held = await asyncio.to_thread(self._servers.settings)
