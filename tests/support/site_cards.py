"""Cards of registries of any size, made of ordinary words; the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from random import Random

from attune_packkit.sitegen.cards import ComponentCard, PackCard

_VERBS = """
approve assign attach check copy create delete describe disable download enable export find get
import invoke list move notify publish query remove restart rotate run scan send start stop sync
update upload wait watch
"""
_NOUNS = """
account agent alarm alert api backup balancer bucket certificate channel client cluster comment
contact database disk document domain event file firewall folder function gateway group host image
incident index instance invoice issue job key layer listener log merge message metric milestone
network node object order package page payment pipeline pod policy port product project queue
record release repository role route rule schedule secret sensor service session site snapshot
stack stream subnet table task team template ticket token topic user version volume webhook zone
"""
VERBS = _VERBS.split()
NOUNS = _NOUNS.split()
KINDS = ("action", "action", "action", "workflow", "trigger", "sensor", "rule")


def pack_card(
    ref: str, components: tuple[ComponentCard, ...] = (), *, label: str = "", about: str = ""
) -> PackCard:
    return PackCard(
        ref, "", "1.0.0", "", label or ref.title(), about, "", "", "", "", "", "",
        (), (), (), components, (), (),
    )  # fmt: skip


def component_card(
    pack: str,
    name: str,
    *,
    kind: str = "action",
    label: str = "",
    about: str = "",
    tags: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> ComponentCard:
    address = f"packs/{pack}/{kind}s/{name}.html"
    return ComponentCard(
        kind, f"{pack}.{name}", name, "", address, label or name.replace("_", " ").capitalize(),
        about, tags, parameters,
    )  # fmt: skip


def registry(components: int, each: int = 25) -> Iterator[PackCard]:
    """Yield packs of `each` components, `components` of them in all."""
    random = Random(1)
    names = [f"{verb}_{noun}" for verb, noun in product(VERBS, NOUNS)]
    for number in range(components // each):
        ref = f"{random.choice(NOUNS)}{random.choice(NOUNS)}{number}"
        made = (
            component_card(
                ref,
                name,
                kind=random.choice(KINDS),
                about=" ".join(random.choices([*NOUNS, *VERBS], k=12)),
                tags=(random.choice(NOUNS),),
                parameters=tuple(random.sample(NOUNS, 4)),
            )
            for name in random.sample(names, len(names))
        )
        yield pack_card(ref, tuple(islice(made, each)), about=" ".join(random.choices(NOUNS, k=8)))
