"""The Merkle tree against the definition in RFC 9162 §2.1, written here a second time, naively."""

from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from haitang.kernel import merkle
from haitang.kernel.merkle import EMPTY_ROOT, Frontier, Lookup, Node, leaf_hash, node_hash

# Well-known vectors of Certificate Transparency: the eight leaves and the root after each of them.
TEXTS = ["", "\x00", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
INCLUSIONS = [(0, 1, []), (0, 8, [A, B, C]), (5, 8, [D, E, ROOTS[3]]), (2, 3, [ROOTS[1]]), (1, 5, [ROOTS[0], B, D])]
CONSISTENCIES = [(1, 1, []), (1, 8, [A, B, C]), (6, 8, [F, E, ROOTS[3]]), (2, 5, [B, D])]

sizes = st.integers(min_value=0, max_value=200)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(f"leaf {number}") for number in range(size)]


def split(count: int) -> int:
    return max(1 << power for power in range(count.bit_length()) if 1 << power < count)


def naive_root(leaves: list[bytes]) -> bytes:
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node_hash(naive_root(leaves[:middle]), naive_root(leaves[middle:]))


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    middle = split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if index < middle:
        return [*naive_path(index, left), naive_root(right)]
    return [*naive_path(index - middle, right), naive_root(left)]


def naive_proof(first: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [naive_root(leaves)]
    middle = split(len(leaves))
    left, right = leaves[:middle], leaves[middle:]
    if first <= middle:
        return [*naive_proof(first, left, whole), naive_root(right)]
    return [*naive_proof(first - middle, right, False), naive_root(left)]


def grown(leaves: list[bytes]) -> tuple[Frontier, dict[tuple[int, int], bytes]]:
    """The frontier after all leaves, and the store a ledger would have filled on the way."""
    frontier, store = Frontier(), {(0, index): leaf for index, leaf in enumerate(leaves)}
    for leaf in leaves:
        frontier, nodes = frontier.append(leaf)
        for node in nodes:
            assert (node.level, node.index) not in store, "a node is written once"
            store[node.level, node.index] = node.hash
    return frontier, store


def among(store: dict[tuple[int, int], bytes], asked: list[tuple[int, int]] | None = None) -> Lookup:
    def lookup(level: int, index: int) -> bytes:
        if asked is not None:
            asked.append((level, index))
        return store[level, index]

    return lookup


def flip(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ 1 << bit % 256).to_bytes(32, "big")


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_the_published_ones(size: int) -> None:
    frontier, store = grown([leaf_hash(text) for text in TEXTS[:size]])
    assert frontier.root().hex() == ROOTS[size - 1]
    assert merkle.root_at(size, among(store)).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_the_inclusion_paths_are_the_published_ones(index: int, size: int, path: list[str]) -> None:
    _, store = grown([leaf_hash(text) for text in TEXTS[:size]])
    assert [each.hex() for each in merkle.inclusion_path(index, size, among(store))] == path


@pytest.mark.parametrize(("first", "second", "path"), CONSISTENCIES)
def test_the_consistency_paths_are_the_published_ones(first: int, second: int, path: list[str]) -> None:
    _, store = grown([leaf_hash(text) for text in TEXTS[:second]])
    assert [each.hex() for each in merkle.consistency_path(first, second, among(store))] == path


def test_an_empty_ledger_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == merkle.root_at(0, among({}))
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = leaves_of(2)
    forged = (left + right).decode("latin-1")
    assert leaf_hash(forged) != node_hash(left, right)
    assert leaf_hash("海棠") == sha256(b"\x00" + "海棠".encode()).digest()


@given(sizes)
def test_appending_gives_the_root_of_the_definition(size: int) -> None:
    leaves = leaves_of(size)
    frontier, store = grown(leaves)
    assert frontier.root() == naive_root(leaves) == merkle.root_at(size, among(store))


@given(sizes)
def test_every_stored_node_is_the_root_of_its_perfect_subtree(size: int) -> None:
    leaves = leaves_of(size)
    for (level, index), found in grown(leaves)[1].items():
        assert found == naive_root(leaves[index << level : (index + 1) << level])


@given(st.integers(min_value=1, max_value=3000))
def test_an_append_completes_about_one_node(size: int) -> None:
    _, store = grown(leaves_of(size))
    assert len(store) - size == size - size.bit_count()


def test_an_append_tells_the_nodes_it_completed_lowest_first() -> None:
    first, second, third, fourth = leaves_of(4)
    frontier, _ = grown([first, second, third])
    low = node_hash(third, fourth)
    high = node_hash(node_hash(first, second), low)
    assert frontier.append(fourth) == (Frontier(4, (high,)), [Node(1, 1, low), Node(2, 0, high)])


@given(sizes)
def test_a_frontier_comes_back_from_its_text(size: int) -> None:
    frontier, _ = grown(leaves_of(size))
    assert Frontier.from_text(frontier.to_text()) == frontier


@pytest.mark.parametrize("text", ["", "x:", "1:", "0:00", "1:00", f"2:{'a' * 64},{'b' * 64}", f"1:{'A' * 64}", "-1:"])
def test_a_spoilt_frontier_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Frontier.from_text(text)


def test_a_frontier_refuses_a_leaf_that_is_no_hash() -> None:
    with pytest.raises(ValueError):
        Frontier().append(b"leaf")


@pytest.mark.parametrize("size", [*range(1, 20), 31, 32, 33])
def test_every_inclusion_path_is_the_defined_one_and_verifies(size: int) -> None:
    leaves = leaves_of(size)
    frontier, store = grown(leaves)
    for index, leaf in enumerate(leaves):
        path = merkle.inclusion_path(index, size, among(store))
        assert path == naive_path(index, leaves)
        assert merkle.verify_inclusion(leaf, index, size, path, frontier.root())


@pytest.mark.parametrize("second", [*range(1, 20), 31, 32, 33])
def test_every_consistency_path_is_the_defined_one_and_verifies(second: int) -> None:
    leaves = leaves_of(second)
    frontier, store = grown(leaves)
    for first in range(1, second + 1):
        path = merkle.consistency_path(first, second, among(store))
        assert path == naive_proof(first, leaves)
        assert merkle.verify_consistency(first, second, naive_root(leaves[:first]), frontier.root(), path)


@given(st.data(), st.integers(min_value=1, max_value=10_000_000))
def test_a_proof_asks_for_few_nodes_each_of_them_complete(data: st.DataObject, size: int) -> None:
    number = data.draw(st.integers(min_value=0, max_value=size - 1))
    log = max(1, (size - 1).bit_length())
    for nodes in (merkle.inclusion_nodes(number, size), merkle.consistency_nodes(number + 1, size)):
        assert len(nodes) <= 2 * log and len(set(nodes)) == len(nodes)
        assert all((index + 1) << level <= size for level, index in nodes)
    assert len(merkle.root_nodes(size)) == size.bit_count()


@given(st.data(), st.integers(min_value=1, max_value=200))
def test_the_announced_nodes_are_exactly_those_looked_up(data: st.DataObject, size: int) -> None:
    number = data.draw(st.integers(min_value=0, max_value=size - 1))
    _, store = grown(leaves_of(size))
    asked: list[tuple[int, int]] = []
    merkle.inclusion_path(number, size, among(store, asked))
    assert asked == merkle.inclusion_nodes(number, size)
    asked.clear()
    merkle.consistency_path(number + 1, size, among(store, asked))
    assert asked == merkle.consistency_nodes(number + 1, size)
    asked.clear()
    merkle.root_at(size, among(store, asked))
    assert asked == merkle.root_nodes(size)


@given(st.data(), st.integers(min_value=1, max_value=200), st.integers(min_value=0, max_value=255))
def test_a_changed_bit_breaks_an_inclusion_proof(data: st.DataObject, size: int, bit: int) -> None:
    leaves = leaves_of(size)
    frontier, store = grown(leaves)
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    leaf, root, path = leaves[index], frontier.root(), merkle.inclusion_path(index, size, among(store))
    assert not merkle.verify_inclusion(flip(leaf, bit), index, size, path, root)
    assert not merkle.verify_inclusion(leaf, index, size, path, flip(root, bit))
    for step, sibling in enumerate(path):
        spoilt = [*path[:step], flip(sibling, bit), *path[step + 1 :]]
        assert not merkle.verify_inclusion(leaf, index, size, spoilt, root)
        assert not merkle.verify_inclusion(leaf, index, size, [*path[:step], *path[step + 1 :]], root)
    assert not merkle.verify_inclusion(leaf, index, size, [*path, root], root)


@given(st.data(), st.integers(min_value=2, max_value=200))
def test_a_leaf_is_proven_at_its_own_index_only(data: st.DataObject, size: int) -> None:
    index, other = data.draw(st.tuples(*[st.integers(min_value=0, max_value=size - 1)] * 2))
    assume(index != other)
    leaves = leaves_of(size)
    frontier, store = grown(leaves)
    path = merkle.inclusion_path(index, size, among(store))
    assert not merkle.verify_inclusion(leaves[index], other, size, path, frontier.root())
    assert not merkle.verify_inclusion(leaves[other], index, size, path, frontier.root())


@given(st.data(), st.integers(min_value=2, max_value=200), st.integers(min_value=0, max_value=255))
def test_a_changed_bit_breaks_a_consistency_proof(data: st.DataObject, second: int, bit: int) -> None:
    first = data.draw(st.integers(min_value=1, max_value=second - 1))
    leaves = leaves_of(second)
    frontier, store = grown(leaves)
    old, new, path = naive_root(leaves[:first]), frontier.root(), merkle.consistency_path(first, second, among(store))
    assert not merkle.verify_consistency(first, second, flip(old, bit), new, path)
    assert not merkle.verify_consistency(first, second, old, flip(new, bit), path)
    for step, sibling in enumerate(path):
        spoilt = [*path[:step], flip(sibling, bit), *path[step + 1 :]]
        assert not merkle.verify_consistency(first, second, old, new, spoilt)
        assert not merkle.verify_consistency(first, second, old, new, [*path[:step], *path[step + 1 :]])
    assert not merkle.verify_consistency(first, second, old, new, [*path, new])


@given(st.data(), st.integers(min_value=2, max_value=200))
def test_a_rewritten_past_has_no_consistency_proof(data: st.DataObject, second: int) -> None:
    first = data.draw(st.integers(min_value=1, max_value=second - 1))
    touched = data.draw(st.integers(min_value=0, max_value=first - 1))
    leaves = leaves_of(second)
    honest = naive_root(leaves[:first])
    leaves[touched] = leaf_hash("rewritten")
    frontier, store = grown(leaves)
    path = merkle.consistency_path(first, second, among(store))
    assert not merkle.verify_consistency(first, second, honest, frontier.root(), path)


def test_a_ledger_is_consistent_with_itself_and_with_its_empty_beginning() -> None:
    frontier, store = grown(leaves_of(5))
    root = frontier.root()
    assert merkle.consistency_path(5, 5, among(store)) == merkle.consistency_path(0, 5, among(store)) == []
    assert merkle.verify_consistency(5, 5, root, root, [])
    assert merkle.verify_consistency(0, 5, EMPTY_ROOT, root, [])
    assert merkle.verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])


def test_trivial_proofs_are_not_taken_for_more_than_they_show() -> None:
    root, other = leaves_of(2)
    assert not merkle.verify_consistency(5, 5, root, other, [])
    assert not merkle.verify_consistency(5, 5, root, root, [other])
    assert not merkle.verify_consistency(0, 5, root, root, [])
    assert not merkle.verify_consistency(0, 0, root, root, [])
    assert not merkle.verify_consistency(3, 5, root, root, [])


def test_an_inner_node_does_not_pass_for_a_leaf_with_a_shorter_path() -> None:
    first, second, third, fourth = leaves_of(4)
    left, right = node_hash(first, second), node_hash(third, fourth)
    assert not merkle.verify_inclusion(left, 0, 4, [right], node_hash(left, right))
    assert not merkle.verify_consistency(1, 4, left, node_hash(left, right), [right])


def test_a_longer_path_does_not_lift_the_root() -> None:
    first, second, third, above = leaves_of(4)
    older, newer = naive_root([first, second]), naive_root([first, second, third])
    assert not merkle.verify_inclusion(first, 0, 1, [above], node_hash(above, first))
    path = [third, above, older, above]
    lifted = [node_hash(above, naive_root([first, second, third, *more])) for more in ([], [above])]
    assert merkle.verify_consistency(3, 4, newer, naive_root([first, second, third, above]), path[:3])
    assert not merkle.verify_consistency(3, 4, lifted[0], lifted[1], path)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    leaf = leaf_hash("")
    with pytest.raises(ValueError):
        merkle.inclusion_nodes(index, size)
    assert not merkle.verify_inclusion(leaf, index, size, [], leaf)


@pytest.mark.parametrize(("first", "second"), [(-1, 3), (4, 3)])
def test_a_ledger_is_not_proven_to_begin_with_a_longer_one(first: int, second: int) -> None:
    root = leaf_hash("")
    with pytest.raises(ValueError):
        merkle.consistency_nodes(first, second)
    assert not merkle.verify_consistency(first, second, root, root, [])


def test_a_hash_of_another_length_proves_nothing() -> None:
    short = b"short"
    assert not merkle.verify_inclusion(short, 0, 1, [], short)
    assert not merkle.verify_consistency(1, 1, short, short, [])
