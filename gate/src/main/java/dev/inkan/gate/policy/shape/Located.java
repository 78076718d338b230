package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.Spot;

/** A value and where it stands, for whoever finds a fault in it later. */
public record Located<T>(T value, Spot spot) {}
