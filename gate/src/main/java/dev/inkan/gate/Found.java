package dev.inkan.gate;

import dev.inkan.gate.decision.Cause;
import dev.inkan.gate.decision.SignatureFacts;
import dev.inkan.gate.decision.SignatureFacts.Evidence;
import dev.inkan.gate.decision.SignatureFacts.PlaceFact;
import dev.inkan.gate.decision.SignatureFacts.Result;
import dev.inkan.gate.decision.SignatureFacts.State;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.Candidate;
import dev.inkan.verifier.Findings;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import java.util.List;

/** What the verifier found, as facts: values without exceptions, and what to do about each failure. */
final class Found {
  private Found() {}

  static SignatureFacts facts(Findings findings) {
    Digest subject = findings.subject().digest();
    return new SignatureFacts(
        findings.places().stream().map(look -> new PlaceFact(look.place().label(), state(look.state()))).toList(),
        findings.candidates().stream().map(candidate -> evidence(candidate, subject)).toList());
  }

  private static State state(Findings.State state) {
    return switch (state) {
      case Findings.State.Read(int entries, boolean toTheEnd, List<String> notices) ->
          new State.Read(entries, toTheEnd, notices);
      case Findings.State.NotOffered ignored -> new State.NotOffered();
      case Findings.State.NotLookedAt ignored -> new State.NotLookedAt();
      case Findings.State.Unreadable(RegistryException e) when e.kind() == Kind.TOO_LARGE ->
          new State.Refused(new Reason(Reason.Code.LIMIT, printable(e)));
      case Findings.State.Unreadable(RegistryException e) when e.kind() == Kind.INTEGRITY ->
          new State.Refused(new Reason(Reason.Code.WRONG_DIGEST, printable(e)));
      case Findings.State.Unreadable(RegistryException e) -> new State.Unreadable(cause(e));
    };
  }

  private static Evidence evidence(Candidate candidate, Digest subject) {
    return new Evidence(
        candidate.artifact(), candidate.layer(), candidate.place().label(), result(candidate.result(), subject));
  }

  private static Result result(Candidate.Result result, Digest subject) {
    return switch (result) {
      case Candidate.Result.Checked(Verified verified) ->
          new Result.Holds(
              verified.signer(),
              verified.format(),
              verified.claim().imageName().orElse(null),
              verified.claim().annotations(subject),
              verified.unchecked(),
              verified.certified());
      case Candidate.Result.Checked(Rejected rejected) -> new Result.Fails(rejected.reason());
      case Candidate.Result.Unreadable(RegistryException e) -> new Result.Unreadable(cause(e));
    };
  }

  static Cause cause(RegistryException failure) {
    return new Cause(failure.kind().name(), printable(failure), hint(failure));
  }

  private static String printable(RegistryException e) {
    return Printable.text(String.valueOf(e.getMessage()));
  }

  private static String hint(RegistryException failure) {
    String host = Printable.text(failure.host());
    return switch (failure.kind()) {
      case UNAUTHORIZED -> "log in to " + host + ", or mend the credentials for it";
      case DENIED -> "ask for the right to pull from this repository";
      case RATE_LIMITED -> "wait and try again; logging in often raises the limit";
      case UNAVAILABLE, CONFLICT -> "the registry is in trouble; try again later";
      case UNREACHABLE -> "check the host's name and the network, then try again";
      case TLS -> "check who answers as " + host + "; --registry-cacert FILE adds a certificate authority";
      case TIMEOUT -> "try again, or give it more time with --timeout";
      case PROTOCOL -> "what answers is no registry, or a proxy stands before it; check the host's name";
      case NOT_FOUND -> "it was listed but is gone; try again";
      case UNSUPPORTED -> "the registry cannot answer that; ask its operator";
      case REFUSED -> "the registry asks for something unsafe; ask its operator";
      case LOCAL -> "mend the folder, or name another";
      case INTEGRITY, TOO_LARGE -> "do not use it; ask the registry's operator";
    };
  }
}
