/** What the service writes into its pages before their scripts: every test begins with it, in English. */
import join from "../../protocol/examples/words/join.json" with { type: "json" };
import room from "../../protocol/examples/words/room.json" with { type: "json" };

for (const [id, words] of Object.entries({ "join-words": join, "room-words": room })) {
  const island = document.createElement("script");
  island.type = "application/json";
  island.id = id;
  island.textContent = JSON.stringify(words);
  document.head.append(island);
}
