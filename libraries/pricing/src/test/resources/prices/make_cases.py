#!/usr/bin/env python3
"""Makes cases.csv: calls, and what each costs by LiteLLM's file.

Written from the specification and not from the Java code, so that the two can be compared: the file is read here anew,
and every figure is a sum of Python decimals, rounded once.

    python3 make_cases.py > cases.csv
"""

import csv
import gzip
import json
import pathlib
import random
import sys
from decimal import ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 60

HERE = pathlib.Path(__file__).parent
NANO = Decimal("1e-9")
ATTO = Decimal("1e-18")

IN = "input_cost_per_token"
OUT = "output_cost_per_token"
READ = "cache_read_input_token_cost"
WRITE = "cache_creation_input_token_cost"
HOUR = "cache_creation_input_token_cost_above_1hr"
REASON = "output_cost_per_reasoning_token"

COLUMNS = [
    "name", "provider", "model", "metadata", "input", "output", "cache_read", "cache_write", "reasoning",
    "cost", "tokens_input", "flags",
]


def load():
    text = gzip.open(HERE / "litellm-prices-2026-07.json.gz").read()
    entries = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    return {name: each for name, each in entries.items() if isinstance(each, dict) and name != "sample_spec"}


def field(base, bound, service):
    name = base
    if bound:
        name += "_above_%dk_tokens" % (bound // 1000)
    if service:
        name += "_" + service
    return name


def bounds(entry, service):
    """Bounds in tokens that the entry has for a service, from the highest; 0 is the plain price."""
    found = {0}
    for name in entry:
        for base in (IN, OUT, READ, WRITE, HOUR):
            rest = name[len(base):] if name.startswith(base + "_above_") else ""
            if rest.endswith("k_tokens" + ("_" + service if service else "")):
                number = rest[len("_above_"):].split("k_tokens")[0]
                if number.isdigit():
                    found.add(int(number) * 1000)
    return sorted(found, reverse=True)


def price(entry, base, bound, service):
    """A price of the entry, or that of the next plainer tier; and the tier's very own one."""
    own = entry.get(field(base, bound, service))
    for b, s in ((bound, service), (bound, ""), (0, service), (0, "")):
        value = entry.get(field(base, b, s))
        if value is not None:
            return value.quantize(ATTO, ROUND_HALF_EVEN), own
    return None, own


def ranged(entry, tokens):
    """An entry that lists ranges: the plain entry that the range of the tokens makes of it."""
    chosen = None
    for each in entry["tiered_pricing"]:
        low = each["range"][0]
        if tokens > low or low == 0:
            chosen = each
    first = next(each for each in entry["tiered_pricing"] if each["range"][0] == 0)
    return {**first, **chosen}


def expected(name, entry, call):
    """Cost, input tokens and flags that a call must come to."""
    flags = set()
    tokens_in = call["input"]
    read, write, hour = call["cache_read"], call["cache_write"], call["write_1h"]
    if read + write > tokens_in and (entry["litellm_provider"] == "anthropic" or "claude" in name.lower()):
        tokens_in += read + write
        flags.add("usage_normalised")
    if read + write > tokens_in or call["reasoning"] > call["output"] or hour > write:
        flags.add("usage_inconsistent")
    if "tiered_pricing" in entry:
        plain = next(each for each in entry["tiered_pricing"] if each["range"][0] == 0)
        entry = ranged(entry, tokens_in)
    else:
        plain = entry

    service = call["service"]
    own_service = any(name.endswith("_" + service) for name in entry) if service else True
    bound = next(b for b in bounds(entry, "") if b == 0 or tokens_in > b)
    if service:
        own_bound = next(b for b in bounds(entry, service) if b == 0 or tokens_in > b)
        if not own_service or own_bound < bound:
            service = ""
            flags.add("price_fallback")
        else:
            bound = own_bound

    p_in, _ = price(entry, IN, bound, service)
    p_out, _ = price(entry, OUT, bound, service)
    p_read, _ = price(entry, READ, bound, service)
    if p_read is None:
        p_read = entry.get("input_cost_per_token_cache_hit")
    p_write, own_write = price(entry, WRITE, bound, service)
    p_hour, own_hour = price(entry, HOUR, bound, service)
    if own_write is not None and own_hour is None:
        p_hour = None
    p_reason, own_reason = price(entry, REASON, bound, service)
    if own_reason is None and p_reason is not None and plain.get(REASON) == plain.get(OUT):
        p_reason = None

    hour = min(hour, write)
    short = write - hour
    total = max(0, tokens_in - read - write) * p_in
    for tokens, own, other in (
        (read, p_read, p_in),
        (short, p_write, p_in),
        (hour, p_hour, p_in if p_write is None else p_write),
    ):
        total += tokens * (other if own is None else own)
        if own is None and tokens > 0:
            flags.add("price_fallback")
    reasoning = call["reasoning"]
    total += max(0, call["output"] - reasoning) * p_out
    total += reasoning * (p_reason if p_reason is not None else p_out)
    return total.quantize(NANO, ROUND_HALF_EVEN), tokens_in, flags


def usable(entry):
    if "tiered_pricing" in entry and IN not in entry:
        return all(IN in each and OUT in each and "range" in each for each in entry["tiered_pricing"])
    if IN not in entry or OUT not in entry:
        return False
    tokens = [entry[name] for name in entry if name.startswith((IN, OUT)) and isinstance(entry[name], Decimal)]
    return any(value > 0 for value in tokens)


def kinds(entry):
    """What is special about an entry: each kind must be among the cases."""
    found = set()
    for name in entry:
        if "_above_" in name and "k_tokens" in name:
            found.add(name.split("_above_")[-1])
        for service in ("flex", "priority", "batches"):
            if name.endswith("_" + service) and name.startswith(IN):
                found.add(service)
    for base in (READ, HOUR, REASON, "tiered_pricing", "input_cost_per_token_cache_hit"):
        if base in entry:
            found.add(base)
    if WRITE in entry and HOUR not in entry:
        found.add(WRITE)
    return found


def calls(name, entry, rng):
    """Calls for one model: a plain one, and one for each thing that is special about it."""
    base = dict(input=0, output=0, cache_read=0, cache_write=0, write_1h=0, reasoning=0, service="")
    plain = dict(base, input=rng.randint(1, 120_000), output=rng.randint(1, 9_000))
    yield "plain", plain
    found = kinds(entry)
    limits = [b for b in bounds(entry, "") if b]
    if "tiered_pricing" in entry:
        limits = [int(each["range"][0]) for each in entry["tiered_pricing"] if each["range"][0] > 0]
    for limit in limits:
        yield "at_%d" % limit, dict(plain, input=limit)
        yield "above_%d" % limit, dict(plain, input=limit + 1, reasoning=plain["output"] // 3)
        yield "far_above_%d" % limit, dict(
            plain, input=3 * limit, cache_read=limit, cache_write=limit // 2, write_1h=limit // 8)
    for service in ("flex", "priority", "batches"):
        if service in found:
            yield service, dict(plain, service=service, cache_read=plain["input"] // 3)
            if limits:
                yield service + "_above", dict(plain, service=service, input=limits[0] + 777)
    if READ in found or WRITE in found or HOUR in found:
        sent = rng.randint(5_000, 90_000)
        yield "cached", dict(plain, input=sent, cache_read=sent // 2, cache_write=sent // 5, write_1h=sent // 11)
    elif rng.random() < 0.3:
        yield "cached_without_price", dict(plain, cache_read=plain["input"] // 2, cache_write=plain["input"] // 4)
    if REASON in found or rng.random() < 0.15:
        yield "reasoning", dict(plain, reasoning=max(1, plain["output"] - 7))
    if rng.random() < 0.06:
        yield "reasoning_above_output", dict(plain, reasoning=plain["output"] + 50)
    if "claude" in name.lower():
        yield "additive", dict(plain, input=rng.randint(0, 40), cache_read=30_000, cache_write=rng.randint(1, 9_000))
    elif rng.random() < 0.06:
        yield "cache_above_input", dict(plain, input=100, cache_read=90, cache_write=20)


def chosen(entries, rng):
    """All models of the common makers that have something special, and some of every provider."""
    by_provider = {}
    for name, entry in entries.items():
        if usable(entry):
            by_provider.setdefault(entry["litellm_provider"], []).append(name)
    names = set()
    for provider, of_provider in sorted(by_provider.items()):
        rng.shuffle(of_provider)
        special = sorted(of_provider, key=lambda name: -len(kinds(entries[name])))
        names.update(special[:2] + of_provider[:2])
    seen = {}
    for name in sorted(entries):
        if usable(entries[name]):
            for kind in kinds(entries[name]):
                if seen.setdefault(kind, 0) < 8:
                    seen[kind] += 1
                    names.add(name)
    return sorted(names)


def one_of_several(entries, name):
    """Whether another entry is for the same model of the same provider, perhaps but for case and dots."""
    provider = entries[name]["litellm_provider"]
    bare = lambda key: key.removeprefix(provider + "/").lower().replace(".", "-")
    return sum(bare(other) == bare(name) for other, entry in entries.items()
               if entry.get("litellm_provider") == provider) > 1


def metadata(call, rng):
    """How the call says its service tier and what it wrote for an hour: in one of the shapes that are understood."""
    found = {}
    if call["service"]:
        found["service_tier"] = rng.choice({"batches": ["batch", "batches"]}.get(call["service"], [call["service"]]))
    elif rng.random() < 0.1:
        found["service_tier"] = rng.choice(["default", "standard", "auto"])
    if call["write_1h"]:
        shape = rng.randrange(3)
        hour = {"ephemeral_1h_input_tokens": call["write_1h"]}
        if shape == 0:
            found["tokens_cache_write_1h"] = call["write_1h"]
        elif shape == 1:
            found["cache_creation"] = hour
        else:
            found["usage"] = {"cache_creation": hour}
    return json.dumps(found) if found else ""


def main():
    rng = random.Random(20260724)
    entries = load()
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for name in chosen(entries, rng):
        if one_of_several(entries, name):
            continue
        entry = entries[name]
        provider = entry["litellm_provider"]
        own = name.removeprefix(provider + "/")
        for what, call in calls(name, entry, rng):
            cost, tokens_input, flags = expected(name, entry, call)
            # By its name within the provider, or by LiteLLM's name alone where that names the provider.
            alone = name != own and rng.random() < 0.5
            out.writerow({
                "name": "%s %s" % (name, what),
                "provider": "" if alone else provider,
                "model": name if alone else own,
                "metadata": metadata(call, rng),
                "input": call["input"],
                "output": call["output"],
                "cache_read": call["cache_read"],
                "cache_write": call["cache_write"],
                "reasoning": call["reasoning"],
                "cost": format(cost, "f"),
                "tokens_input": tokens_input,
                "flags": " ".join(sorted(flags)),
            })


if __name__ == "__main__":
    main()
