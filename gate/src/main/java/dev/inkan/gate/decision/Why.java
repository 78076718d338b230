package dev.inkan.gate.decision;

/**
 * The reason of a no, or of not knowing.
 *
 * @param sentence what is the matter, printable
 * @param hint what to do about it, printable; a command in it can be pasted into a shell
 */
public record Why(Code code, String sentence, String hint) {}
