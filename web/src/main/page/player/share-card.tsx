import { useEffect, useState } from "react";
import type { Client } from "../api/client";
import { sentenceOf } from "../api/problem";
import type { components } from "../api/schema";
import { texts } from "../texts";

const t = texts.share;

/** A link by which people without a key hear this song, until it is ended. For servers that ask for keys. */
export function ShareCard({ client, id }: { client: Client; id: string }) {
  const [shared, setShared] = useState<boolean | null>(null);
  const [link, setLink] = useState("");
  const [says, setSays] = useState("");
  useEffect(() => {
    client.get<components["schemas"]["Share"]>(`jobs/${id}/share`).then((share) => setShared(share.shared), (e: unknown) => setSays(sentenceOf(e)));
  }, [client, id]);

  const attempt = async (doing: () => Promise<string>) => {
    try {
      setSays(await doing());
    } catch (e) {
      setSays(sentenceOf(e));
    }
  };
  const make = () => attempt(async () => {
    const { token } = await client.send<components["schemas"]["ShareToken"]>("POST", `jobs/${id}/share`);
    const address = new URL(`#/shared/${id}/${token}`, location.href).href;
    setLink(address);
    setShared(true);
    return (await copied(address)) ? t.copied : t.made;
  });
  const end = () => attempt(async () => {
    await client.ask(`jobs/${id}/share`, { method: "DELETE" });
    setShared(false);
    setLink("");
    return t.ended;
  });
  return (
    <section className="card" aria-labelledby="share-title">
      <h2 id="share-title">{t.title}</h2>
      <p className="small">{t.lead}</p>
      {link !== "" && <input readOnly value={link} aria-label={t.link} onFocus={(e) => e.target.select()} />}
      <div className="row">
        <button disabled={shared === null} onClick={() => void make()}>{shared ? t.makeAgain : t.make}</button>
        {shared && <button onClick={() => void end()}>{t.end}</button>}
      </div>
      <p className="small" role="status">{says !== "" ? says : shared && link === "" ? t.isShared : ""}</p>
    </section>
  );
}

/** Browsers that do not let the page copy leave the link to be copied by hand. */
async function copied(text: string): Promise<boolean> {
  return navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
}
