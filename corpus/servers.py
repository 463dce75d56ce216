"""What the admins of one Discord server have set for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the bot behaves in one server; the defaults are those of a server that set nothing."""

    channels: tuple[str, ...] = ()
    """Ids of the only channels that it answers in, with the threads in them; empty: in all."""
    admin_role: str | None = None
    """Id of a role whose members are admins, too, beside those who may manage the server."""
    private: bool = False
    """Whether an answer is shown to the asker alone, where the asker does not say."""
    model: bool = True
    """Whether answers may be worded by a language model, where the operator has configured one."""
    cooldown: float | None = None
    """Seconds between two questions of one member; `None`: as the operator has configured."""
    question_days: int = 0
    """For how many days questions that all may see are kept for its admins; 0: not at all."""
