/** Reading aloud, where the tablet has a voice of its own: one that needs the internet would tell a stranger what is looked at. */

/** Reads in `lang`, and stops what was being read; null: no such voice. */
export function voiceFor(lang: string): ((text: string) => void) | null {
  // Kiosk browsers are built without it.
  if (!("speechSynthesis" in window)) return null;
  const language = lang.slice(0, 2);
  const voice = window.speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
  if (voice === undefined) return null;
  return (text) => {
    window.speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = 0.85;
    window.speechSynthesis.speak(words);
  };
}
