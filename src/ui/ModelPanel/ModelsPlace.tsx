/** The Models place: choose and load one, and see what is known about the loaded one. */
import { useAppState } from '../appContext.tsx';
import { AlertBox } from '../Messages/AlertBox.tsx';
import { StatusRow } from '../Messages/StatusRow.tsx';
import { ModelFacts } from './ModelFacts.tsx';
import { ModelForm } from './ModelForm.tsx';
import './ModelPanel.css';

export function ModelsPlace() {
  const isLoading = useAppState((state) => state.model.phase === 'loading');
  return (
    <div className="models-place">
      <h1>Models</h1>
      <AlertBox />
      {isLoading ? <StatusRow /> : null}
      <div className="models-columns">
        <ModelForm />
        <ModelFacts />
      </div>
    </div>
  );
}
