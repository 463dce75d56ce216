"""Tiny models for questions and answers, of seeded random weights, as Hugging Face's library writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

SHAPE = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
# What the byte-pair tokenizer is trained on.
SAID = (
    "Ferry strikes a rock — The Courier, 1 March 2024",
    "The ferry left Port Ellery at dawn with ninety people on board. It struck a rock an hour later.",
    "Seventeen passengers were hurt, the coast guard said. Captain Brandt blamed a broken rudder.",
    "How many passengers were hurt?",
)


def bert_tokenizer() -> Any:
    """WordPiece: the packaged model's."""
    from transformers import AutoTokenizer

    from corpus.weights import packaged_model

    return AutoTokenizer.from_pretrained(packaged_model().folder)


def roberta_tokenizer() -> Any:
    """Byte-level BPE, trained here, that offers token types although no RoBERTa knows them."""
    from tokenizers import ByteLevelBPETokenizer
    from tokenizers.processors import RobertaProcessing
    from transformers import PreTrainedTokenizerFast

    trained = ByteLevelBPETokenizer()
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    trained.train_from_iterator(SAID, 400, special_tokens=list(special.values()))
    trained.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=False)
    return PreTrainedTokenizerFast(tokenizer_object=trained._tokenizer, **special)


def write_bert(folder: Path, kind: str = "BertForQuestionAnswering", **changes: Any) -> Path:
    import torch
    import transformers

    torch.manual_seed(3)
    bert_tokenizer().save_pretrained(folder)
    getattr(transformers, kind)(transformers.BertConfig(**SHAPE, **changes)).save_pretrained(folder)
    return folder


def write_roberta(folder: Path) -> Path:
    import torch
    from transformers import RobertaConfig, RobertaForQuestionAnswering

    torch.manual_seed(3)
    tokenizer = roberta_tokenizer()
    tokenizer.save_pretrained(folder)
    # 322 numbered positions are 320 tokens: RoBERTa begins to count behind its padding.
    config = RobertaConfig(
        **SHAPE,
        vocab_size=len(tokenizer),
        max_position_embeddings=322,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        type_vocab_size=1,
    )
    RobertaForQuestionAnswering(config).save_pretrained(folder)
    return folder
