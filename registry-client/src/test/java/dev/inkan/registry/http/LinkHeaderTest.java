package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {

  @ParameterizedTest
  @ValueSource(strings = {
    "<next>;rel=next", "<next>; rel=\"next\"", "<next> ; REL = NEXT", "<next>;title=\"a;b,c>\";rel=\"last next\"",
    "<a>; rel=prev, <next>; rel=next, <b>; rel=next", ", ,<next>;rel=next,", "<a>, <next>;rel=next",
    "<a>; rel=\"nextish\", <next>; rel=next", "<a>; rel=prev; rel=next, <next>; rel=next",
    "<a>; rel*=UTF-8''next, <next>; rel=next", "<next>; flag; rel=next", "<next>;; rel=next"
  })
  void theNextPageIsFoundAmongOtherLinks(String header) throws Exception {
    assertEquals("next", LinkHeader.next(List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() throws Exception {
    assertEquals("next", LinkHeader.next(List.of("<a>; rel=prev", "<next>; rel=next")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", "<a>", "<a>; rel=prev", "<a>; rel=\"\"", "<a>; rel", "<a>; title=\"rel=next\""})
  void withoutOneThereIsNoNextPage(String header) throws Exception {
    assertNull(LinkHeader.next(List.of(header)));
    assertNull(LinkHeader.next(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "a", "<a", "<a>; rel=\"next", "<a>; rel=\"next\\", "<a> <b>; rel=next", "<a> rel=next", ">a<"
  })
  void whatDoesNotFollowTheGrammarIsNotTheEndOfTheList(String header) {
    assertThrows(LinkHeader.Malformed.class, () -> LinkHeader.next(List.of(header)));
  }

  @Test
  void anEndlessHeaderIsNotRead() {
    assertThrows(LinkHeader.Malformed.class, () -> LinkHeader.next(List.of("<a>;rel=prev,".repeat(2000))));
  }

  /** No input makes it throw anything else, or run for ever. */
  @Test
  void anythingAtAllIsReadOrRefused() {
    var random = new Random(39);
    String alphabet = "<>;,=\"\\ \tnextrl/?a";
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder("<a>");
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        LinkHeader.next(List.of(text.toString()));
        read++;
      } catch (LinkHeader.Malformed e) {
        assertNull(e.getMessage());
      }
    }
    assertTrue(read > 100);
  }
}
