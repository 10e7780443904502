/** Why files that were dropped are not sent. */
export function Refused({ sentences }: { sentences: readonly string[] }) {
  return sentences.length > 0 && (
    <div className="problem" role="alert">
      <ul>{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
    </div>
  );
}
