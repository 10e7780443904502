import { Component, type ReactNode } from "react";
import { texts } from "./texts";

/** What people see when the page itself has a fault, instead of nothing. */
export class CrashScreen extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }

  override render() {
    const { fault } = this.state;
    if (!fault) {
      return this.props.children;
    }
    return (
      <main className="crash" role="alert">
        <h1>{texts.crash.title}</h1>
        <p>{texts.crash.lead}</p>
        <pre>{fault.stack ?? fault.message}</pre>
        <button className="primary" onClick={() => location.reload()}>{texts.crash.reload}</button>
      </main>
    );
  }
}
