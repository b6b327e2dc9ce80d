"""The drawn steps of a proof lead where the kernel's own check leads, for every place in every small ledger."""

from hypothesis import given
from hypothesis import strategies as st

from haitang.engine.ledger import Proof
from haitang.entrypoints.web.figures.amounts import check_code, shown
from haitang.entrypoints.web.figures.steps import holds, joins
from haitang.kernel import merkle

sizes = st.integers(1, 200)


def proof_of(index: int, size: int) -> Proof:
    store: dict[tuple[int, int], bytes] = {}
    frontier = merkle.Frontier()
    for at in range(size):
        store[0, at] = merkle.leaf_hash(f"line {at}")
        frontier, nodes = frontier.append(store[0, at])
        store.update({(node.level, node.index): node.hash for node in nodes})
    path = merkle.inclusion_path(index, size, lambda level, at: store[level, at])
    return Proof(store[0, index].hex(), index, size, [step.hex() for step in path], frontier.root().hex())


@given(st.data(), sizes)
def test_every_line_of_every_ledger_is_drawn_up_to_its_root(data: st.DataObject, size: int) -> None:
    proof = proof_of(data.draw(st.integers(0, size - 1)), size)
    drawn = joins(proof)
    assert holds(proof, proof.root)
    assert (drawn[-1].made if drawn else proof.leaf_hash) == proof.root
    assert [join.sibling for join in drawn] == proof.path


@given(st.data(), st.integers(2, 200), st.integers(0, 255))
def test_a_single_altered_hash_leads_elsewhere(data: st.DataObject, size: int, byte: int) -> None:
    proof = proof_of(data.draw(st.integers(0, size - 1)), size)
    at = data.draw(st.integers(0, len(proof.path) - 1))
    altered = bytearray.fromhex(proof.path[at])
    altered[byte % 32] ^= 1
    path = [*proof.path[:at], altered.hex(), *proof.path[at + 1 :]]
    assert not holds(Proof(proof.leaf_hash, proof.index, size, path, proof.root), proof.root)
    assert not holds(proof, "0" * 64)


@given(st.integers(-(10**9), 10**9))
def test_a_number_is_written_so_that_it_can_be_read_back(value: int) -> None:
    assert int(shown(value).replace("−", "-").replace(",", "")) == value


def test_numbers_and_codes_as_people_read_them() -> None:
    assert [shown(value) for value in (None, 0, -75, 1234, 27_000, 16.5)] == ["–", "0", "−75", "1234", "27,000", "16.5"]
    assert check_code("7f3a92c1" + "0" * 56) == "7F3A-92C1"
