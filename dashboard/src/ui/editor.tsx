/** JSON to be changed; a line below says what is wrong with it while it is typed. */
export function JsonEditor(props: { label: string; text: string; onText: (text: string) => void; problem: string }) {
  return (
    <>
      <textarea
        class="editor"
        aria-label={props.label}
        spellcheck={false}
        rows={Math.max(12, Math.min(36, props.text.split('\n').length + 1))}
        value={props.text}
        onInput={(event) => props.onText(event.currentTarget.value)}
        aria-invalid={props.problem !== ''}
        aria-describedby="editor-problem"
      />
      <p class={props.problem ? 'problem' : 'dim'} id="editor-problem" role="status">
        {props.problem || 'It is JSON; the framework checks what it means.'}
      </p>
    </>
  );
}

export function jsonProblem(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}
