"""Certificate policies, their mappings and constraints (RFC 5280 6.1.2 to 6.1.5), with the policy graph of RFC 9618.

The tree of RFC 5280 grows exponentially with hostile certificates; the graph has one node per policy and level.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.core.x509 import decoded
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions.certificate_policies import CertificatePolicies
from workbench.core.x509.extensions.inhibit_any_policy import InhibitAnyPolicy
from workbench.core.x509.extensions.policy_constraints import PolicyConstraints
from workbench.core.x509.extensions.policy_mappings import PolicyMappings
from workbench.core.x509.path_building import self_issued

ANY_POLICY = "2.5.29.32.0"


@dataclass(eq=False)
class Node:
    """One policy at one depth: its name there, the names it goes by one level below, and the nodes above it."""

    valid_policy: str
    expected: set[str]
    parents: list[Node] = field(default_factory=list)


@dataclass
class PolicyState:
    """The state variables of 6.1.2. `levels[depth]` holds the nodes by policy; an empty list of levels is the null graph."""

    explicit_policy: int
    policy_mapping: int
    inhibit_any_policy: int
    levels: list[dict[str, Node]] = field(default_factory=lambda: [{ANY_POLICY: Node(ANY_POLICY, {ANY_POLICY})}])

    @property
    def null(self) -> bool:
        return not self.levels or not self.levels[-1]

    def prune(self) -> None:
        """Drops nodes above the last level that have no children (6.1.3 (d)(3))."""
        for depth in range(len(self.levels) - 2, -1, -1):
            kept = {id(parent) for node in self.levels[depth + 1].values() for parent in node.parents}
            self.levels[depth] = {policy: node for policy, node in self.levels[depth].items() if id(node) in kept}
        if not self.levels[-1]:
            self.levels = []


def check_policies(report: Report) -> None:
    """Runs the policy part of 6.1 down the path and reports the policies that the judged certificate is valid for."""
    conditions = report.conditions
    places = list(range(report.last - 1 if report.anchored else report.last, -1, -1))
    if not places:
        return
    count = len(places)
    state = PolicyState(
        0 if conditions.explicit_policy else count + 1,
        0 if conditions.inhibit_policy_mapping else count + 1,
        0 if conditions.inhibit_any_policy else count + 1,
    )
    failed = False
    for number, index in enumerate(places, start=1):
        _process(report, index, state, final=number == count)
        if state.explicit_policy == 0 and state.null and not failed:
            failed = True
            report.bad("policies_none_valid", index)
        if number < count:
            _prepare(report, index, state)
    constraints = decoded.extension(report.path[0], PolicyConstraints)
    state.explicit_policy = max(0, state.explicit_policy - 1)
    if constraints is not None and constraints.require_explicit_policy == 0:
        state.explicit_policy = 0
    valid = _user_constrained(state, conditions.initial_policies)
    listed = ", ".join("anyPolicy" if policy == ANY_POLICY else policy for policy in sorted(valid))
    if valid:
        report.ok("policies_valid", 0, policies=listed)
    elif state.explicit_policy > 0:
        report.ok("policies_not_required", 0)
    elif not failed:
        report.bad("policies_not_acceptable", 0)


def _process(report: Report, index: int, state: PolicyState, final: bool) -> None:
    """6.1.3 (d) and (e)."""
    certificate = report.path[index]
    policies = decoded.extension(certificate, CertificatePolicies)
    if policies is None or state.null:
        state.levels = []
        return
    above = state.levels[-1]
    level: dict[str, Node] = {}
    names = [entry.policy for entry in policies.policies]
    for policy in names:
        if policy == ANY_POLICY:
            continue
        parents = [node for node in above.values() if policy in node.expected]
        if not parents and ANY_POLICY in above:
            parents = [above[ANY_POLICY]]
        if parents:
            level[policy] = Node(policy, {policy}, parents)
    if ANY_POLICY in names and (state.inhibit_any_policy > 0 or (not final and self_issued(certificate))):
        for node in above.values():
            for policy in node.expected:
                if policy not in level:
                    level[policy] = Node(policy, {policy}, [other for other in above.values() if policy in other.expected])
    state.levels.append(level)
    state.prune()


def _prepare(report: Report, index: int, state: PolicyState) -> None:
    """6.1.4 (a), (b), (h), (i), (j)."""
    certificate = report.path[index]
    mappings = decoded.extension(certificate, PolicyMappings)
    if mappings is not None:
        if any(ANY_POLICY in pair for pair in mappings.pairs):
            report.bad("policy_mapping_any", index)
        if not state.null:
            _map(mappings, state)
    if not self_issued(certificate):
        state.explicit_policy = max(0, state.explicit_policy - 1)
        state.policy_mapping = max(0, state.policy_mapping - 1)
        state.inhibit_any_policy = max(0, state.inhibit_any_policy - 1)
    constraints = decoded.extension(certificate, PolicyConstraints)
    if constraints is not None:
        if constraints.require_explicit_policy is not None:
            state.explicit_policy = min(state.explicit_policy, max(0, constraints.require_explicit_policy))
        if constraints.inhibit_policy_mapping is not None:
            state.policy_mapping = min(state.policy_mapping, max(0, constraints.inhibit_policy_mapping))
    inhibit = decoded.extension(certificate, InhibitAnyPolicy)
    if inhibit is not None:
        state.inhibit_any_policy = min(state.inhibit_any_policy, max(0, inhibit.skip_certs))


def _map(mappings: PolicyMappings, state: PolicyState) -> None:
    by_issuer: dict[str, set[str]] = {}
    for issuer_policy, subject_policy in mappings.pairs:
        by_issuer.setdefault(issuer_policy, set()).add(subject_policy)
    level = state.levels[-1]
    for policy, equivalents in by_issuer.items():
        if state.policy_mapping > 0:
            if policy in level:
                level[policy].expected = equivalents
            elif ANY_POLICY in level:
                level[policy] = Node(policy, equivalents, list(level[ANY_POLICY].parents))
        else:
            level.pop(policy, None)
    state.prune()


def _user_constrained(state: PolicyState, wanted: frozenset[str]) -> set[str]:
    """The policies, in the trust anchor's own terms, that hold for the whole path and that the user accepts (6.1.5 (g))."""
    if state.null:
        return set()
    reached = list(state.levels[-1].values())
    seen = {id(node) for node in reached}
    authority: set[str] = set()
    while reached:
        node = reached.pop()
        if node.valid_policy != ANY_POLICY and any(parent.valid_policy == ANY_POLICY for parent in node.parents):
            authority.add(node.valid_policy)
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                reached.append(parent)
    everything = ANY_POLICY in state.levels[-1]
    if ANY_POLICY in wanted:
        return authority | ({ANY_POLICY} if everything else set())
    return set(wanted) if everything else authority & wanted


