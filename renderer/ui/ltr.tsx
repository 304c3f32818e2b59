interface LtrProps {
  readonly children: string;
  readonly mono?: boolean;
}

/** An id, number, path or code: read left to right in every language. */
export function Ltr({ children, mono = false }: LtrProps) {
  return (
    <bdi dir="ltr" style={mono ? { fontFamily: 'var(--font-mono)', fontSize: '0.92em' } : undefined}>
      {children}
    </bdi>
  );
}
