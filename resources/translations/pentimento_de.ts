<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>Action</name>
        <message>
            <source>&amp;New …</source>
            <translation>&amp;Neu …</translation>
        </message>
        <message>
            <source>&amp;Open …</source>
            <translation>Ö&amp;ffnen …</translation>
        </message>
        <message>
            <source>New from &amp;Clipboard</source>
            <translation>Neu aus der &amp;Zwischenablage</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>Save &amp;As …</source>
            <translation>Speichern &amp;unter …</translation>
        </message>
        <message>
            <source>&amp;Export Picture …</source>
            <translation>Bild &amp;exportieren …</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>&amp;Copy Picture</source>
            <translation>Bild &amp;kopieren</translation>
        </message>
        <message>
            <source>&amp;Paste as Layer</source>
            <translation>Als Ebene ein&amp;fügen</translation>
        </message>
        <message>
            <source>Canvas &amp;Size …</source>
            <translation>Leinwand&amp;größe …</translation>
        </message>
        <message>
            <source>&amp;Keyboard Shortcuts …</source>
            <translation>&amp;Tastenkürzel …</translation>
        </message>
        <message>
            <source>Se&amp;ttings …</source>
            <translation>&amp;Einstellungen …</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>&amp;Erzeugen</translation>
        </message>
        <message>
            <source>Generate &amp;First</source>
            <translation>&amp;Vorrangig erzeugen</translation>
        </message>
        <message>
            <source>&amp;Cancel Running</source>
            <translation>Laufendes &amp;abbrechen</translation>
        </message>
        <message>
            <source>C&amp;lear Queue</source>
            <translation>Warteschlange &amp;leeren</translation>
        </message>
        <message>
            <source>Go to the &amp;Prompt</source>
            <translation>Zum &amp;Prompt</translation>
        </message>
        <message>
            <source>&amp;Accept Result</source>
            <translation>Ergebnis über&amp;nehmen</translation>
        </message>
        <message>
            <source>&amp;Discard Results</source>
            <translation>Ergebnisse ver&amp;werfen</translation>
        </message>
        <message>
            <source>Co&amp;mpare</source>
            <translation>Vergl&amp;eichen</translation>
        </message>
        <message>
            <source>&amp;Star</source>
            <translation>&amp;Stern</translation>
        </message>
        <message>
            <source>Recall &amp;Prompt</source>
            <translation>&amp;Prompt übernehmen</translation>
        </message>
        <message>
            <source>&amp;Remix: All but the Seed</source>
            <translation>&amp;Remix: alles außer dem Startwert</translation>
        </message>
        <message>
            <source>Select &amp;All</source>
            <translation>&amp;Alles auswählen</translation>
        </message>
        <message>
            <source>&amp;Clear Mask</source>
            <translation>Maske &amp;löschen</translation>
        </message>
        <message>
            <source>&amp;Invert Mask</source>
            <translation>Maske &amp;umkehren</translation>
        </message>
        <message>
            <source>&amp;Grow Mask</source>
            <translation>Maske &amp;weiten</translation>
        </message>
        <message>
            <source>&amp;Shrink Mask</source>
            <translation>Maske &amp;verengen</translation>
        </message>
        <message>
            <source>&amp;Feather Mask</source>
            <translation>Maske weich&amp;zeichnen</translation>
        </message>
        <message>
            <source>Fill &amp;Holes</source>
            <translation>Lö&amp;cher füllen</translation>
        </message>
        <message>
            <source>F&amp;rame to Mask</source>
            <translation>&amp;Rahmen an Maske</translation>
        </message>
        <message>
            <source>&amp;New Layer</source>
            <translation>&amp;Neue Ebene</translation>
        </message>
        <message>
            <source>&amp;Duplicate</source>
            <translation>&amp;Verdoppeln</translation>
        </message>
        <message>
            <source>&amp;Merge Down</source>
            <translation>Nach &amp;unten vereinen</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>Select Layer &amp;Above</source>
            <translation>Ebene &amp;darüber wählen</translation>
        </message>
        <message>
            <source>Select Layer &amp;Below</source>
            <translation>Ebene da&amp;runter wählen</translation>
        </message>
        <message>
            <source>Run the Edit A&amp;gain</source>
            <translation>Bearbeitung erneut &amp;ausführen</translation>
        </message>
        <message>
            <source>&amp;Fit</source>
            <translation>&amp;Einpassen</translation>
        </message>
        <message>
            <source>&amp;100 %</source>
            <translation>&amp;100 %</translation>
        </message>
        <message>
            <source>&amp;200 %</source>
            <translation>&amp;200 %</translation>
        </message>
        <message>
            <source>&amp;400 %</source>
            <translation>&amp;400 %</translation>
        </message>
        <message>
            <source>&amp;800 %</source>
            <translation>&amp;800 %</translation>
        </message>
        <message>
            <source>Zoom &amp;In</source>
            <translation>&amp;Vergrößern</translation>
        </message>
        <message>
            <source>Rotate View &amp;Left</source>
            <translation>Ansicht nach &amp;links drehen</translation>
        </message>
        <message>
            <source>Rotate View &amp;Right</source>
            <translation>Ansicht nach &amp;rechts drehen</translation>
        </message>
        <message>
            <source>&amp;Upright</source>
            <translation>&amp;Aufrecht</translation>
        </message>
        <message>
            <source>&amp;Mirror View</source>
            <translation>Ansicht &amp;spiegeln</translation>
        </message>
        <message>
            <source>Show &amp;Overlays</source>
            <translation>&amp;Überlagerungen zeigen</translation>
        </message>
        <message>
            <source>Show &amp;Panels</source>
            <translation>&amp;Tafeln zeigen</translation>
        </message>
        <message>
            <source>&amp;Queue</source>
            <translation>&amp;Warteschlange</translation>
        </message>
        <message>
            <source>&amp;Dark Theme</source>
            <translation>&amp;Dunkles Farbschema</translation>
        </message>
        <message>
            <source>Mask Brush</source>
            <translation>Maskenpinsel</translation>
        </message>
        <message>
            <source>Eraser</source>
            <translation>Radierer</translation>
        </message>
        <message>
            <source>Lasso</source>
            <translation>Lasso</translation>
        </message>
        <message>
            <source>Shapes</source>
            <translation>Formen</translation>
        </message>
        <message>
            <source>Smart Select</source>
            <translation>Schlaue Auswahl</translation>
        </message>
        <message>
            <source>Frame</source>
            <translation>Rahmen</translation>
        </message>
        <message>
            <source>Pentimento Brush</source>
            <translation>Pentimento-Pinsel</translation>
        </message>
        <message>
            <source>Paint Brush</source>
            <translation>Malpinsel</translation>
        </message>
        <message>
            <source>Eyedropper</source>
            <translation>Pipette</translation>
        </message>
        <message>
            <source>Pan</source>
            <translation>Verschieben</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Move Layer</source>
            <translation>Ebene verschieben</translation>
        </message>
        <message>
            <source>Mask or Last Layer</source>
            <translation>Maske oder Farbe</translation>
        </message>
        <message>
            <source>&amp;Models …</source>
            <translation>&amp;Modelle …</translation>
        </message>
        <message>
            <source>&amp;Command Palette …</source>
            <translation>&amp;Befehlspalette …</translation>
        </message>
        <message>
            <source>&amp;Keys</source>
            <translation>&amp;Tasten</translation>
        </message>
        <message>
            <source>&amp;About Pentimento</source>
            <translation>&amp;Über Pentimento</translation>
        </message>
        <message>
            <source>Recall A&amp;ll</source>
            <translation>A&amp;lles übernehmen</translation>
        </message>
        <message>
            <source>Recall S&amp;eed</source>
            <translation>Startwert überneh&amp;men</translation>
        </message>
        <message>
            <source>Zoom Ou&amp;t</source>
            <translation>Ver&amp;kleinern</translation>
        </message>
        <message>
            <source>Fr&amp;ee Memory Now</source>
            <translation>Speicher jetzt &amp;freigeben</translation>
        </message>
        <message>
            <source>&amp;Enlarge to Twice the Size</source>
            <translation>Auf die &amp;doppelte Größe bringen</translation>
        </message>
        <message>
            <source>Pa&amp;use the Queue</source>
            <translation>Warteschlange an&amp;halten</translation>
        </message>
        <message>
            <source>All Ca&amp;ndidates</source>
            <translation>Alle Kan&amp;didaten</translation>
        </message>
    </context>
    <context>
        <name>Document</name>
        <message>
            <source>Resize Canvas</source>
            <translation>Leinwandgröße ändern</translation>
        </message>
        <message>
            <source>Clear Mask</source>
            <translation>Maske löschen</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Bearbeitung</translation>
        </message>
        <message>
            <source>Choose Candidate</source>
            <translation>Kandidat gewählt</translation>
        </message>
        <message>
            <source>Accept Edit</source>
            <translation>Bearbeitung übernehmen</translation>
        </message>
        <message>
            <source>Add Layer</source>
            <translation>Ebene hinzugefügt</translation>
        </message>
        <message>
            <source>Delete Layer</source>
            <translation>Ebene gelöscht</translation>
        </message>
        <message>
            <source>Move Layer in Stack</source>
            <translation>Ebene im Stapel verschoben</translation>
        </message>
        <message>
            <source>Layer Opacity</source>
            <translation>Deckkraft der Ebene</translation>
        </message>
        <message>
            <source>Layer Properties</source>
            <translation>Eigenschaften der Ebene</translation>
        </message>
        <message>
            <source>%1 copy</source>
            <translation>%1 Kopie</translation>
        </message>
        <message>
            <source>Duplicate Layer</source>
            <translation>Ebene verdoppelt</translation>
        </message>
    </context>
    <context>
        <name>EditActions</name>
        <message>
            <source>Invert Mask</source>
            <translation>Maske umkehren</translation>
        </message>
        <message>
            <source>Grow Mask</source>
            <translation>Maske weiten</translation>
        </message>
        <message>
            <source>Shrink Mask</source>
            <translation>Maske verengen</translation>
        </message>
        <message>
            <source>Feather Mask</source>
            <translation>Maske weichzeichnen</translation>
        </message>
        <message>
            <source>Fill Holes</source>
            <translation>Löcher füllen</translation>
        </message>
        <message>
            <source>Select All</source>
            <translation>Alles auswählen</translation>
        </message>
        <message>
            <source>Frame to Mask</source>
            <translation>Rahmen an Maske</translation>
        </message>
        <message>
            <source>Layer</source>
            <translation>Ebene</translation>
        </message>
        <message>
            <source>Canvas Size</source>
            <translation>Leinwandgröße</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>&amp;Rückgängig</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>&amp;Wiederholen</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <source>Merge Down</source>
            <translation>Nach unten vereinen</translation>
        </message>
    </context>
    <context>
        <name>FixedKeys</name>
        <message>
            <source>Canvas</source>
            <translation>Leinwand</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>%1 and %2</source>
            <translation>%1 und %2</translation>
        </message>
        <message>
            <source>Pan while held</source>
            <translation>Gehalten: verschieben</translation>
        </message>
        <message>
            <source>Pick a colour while held (paint brush)</source>
            <translation>Gehalten: Farbe aufnehmen (Malpinsel)</translation>
        </message>
        <message>
            <source>Show the original while held</source>
            <translation>Gehalten: das Original zeigen</translation>
        </message>
        <message>
            <source>Smaller and larger brush</source>
            <translation>Kleinerer und größerer Pinsel</translation>
        </message>
        <message>
            <source>Softer and harder brush</source>
            <translation>Weicherer und härterer Pinsel</translation>
        </message>
        <message>
            <source>Swap painting and erasing, or the two colours</source>
            <translation>Malen und Radieren tauschen, oder die beiden Farben</translation>
        </message>
        <message>
            <source>Choose a candidate; while held, paint with it</source>
            <translation>Einen Kandidaten wählen; gehalten: mit ihm malen</translation>
        </message>
        <message>
            <source>Previous and next candidate</source>
            <translation>Voriger und nächster Kandidat</translation>
        </message>
        <message>
            <source>Accept the result, or close a polygon</source>
            <translation>Das Ergebnis übernehmen, oder ein Vieleck schließen</translation>
        </message>
        <message>
            <source>Discard the results</source>
            <translation>Die Ergebnisse verwerfen</translation>
        </message>
        <message>
            <source>End the gesture, or cancel what runs</source>
            <translation>Die Geste beenden, oder abbrechen, was läuft</translation>
        </message>
        <message>
            <source>Raise and lower the weight of a word</source>
            <translation>Das Gewicht eines Wortes erhöhen und senken</translation>
        </message>
        <message>
            <source>Earlier and later prompts</source>
            <translation>Frühere und spätere Prompts</translation>
        </message>
        <message>
            <source>Open the picture</source>
            <translation>Das Bild öffnen</translation>
        </message>
        <message>
            <source>Use its settings, prompt, seed, all but the seed</source>
            <translation>Einstellungen, Prompt, Startwert, alles außer dem Startwert übernehmen</translation>
        </message>
        <message>
            <source>Star, compare, family tree</source>
            <translation>Stern, vergleichen, Stammbaum</translation>
        </message>
        <message>
            <source>Move to the trash</source>
            <translation>In den Papierkorb legen</translation>
        </message>
    </context>
    <context>
        <name>Intent</name>
        <message>
            <source>Generate</source>
            <translation>Erzeugen</translation>
        </message>
        <message>
            <source>Makes new pictures from the words alone</source>
            <translation>Macht neue Bilder allein aus den Worten</translation>
        </message>
        <message>
            <source>Fill</source>
            <translation>Füllen</translation>
        </message>
        <message>
            <source>Paints the masked part anew; nothing else changes</source>
            <translation>Malt den maskierten Teil neu; sonst ändert sich nichts</translation>
        </message>
        <message>
            <source>Refine</source>
            <translation>Verfeinern</translation>
        </message>
        <message>
            <source>Keeps what is there and reworks it by the strength</source>
            <translation>Behält, was da ist, und überarbeitet es nach der Stärke</translation>
        </message>
        <message>
            <source>Expand</source>
            <translation>Erweitern</translation>
        </message>
        <message>
            <source>Continues the picture beyond its edge</source>
            <translation>Setzt das Bild über seinen Rand hinaus fort</translation>
        </message>
        <message>
            <source>Vary</source>
            <translation>Variieren</translation>
        </message>
        <message>
            <source>Makes pictures with the same meaning</source>
            <translation>Macht Bilder mit gleicher Bedeutung</translation>
        </message>
        <message>
            <source>Interpolate</source>
            <translation>Überblenden</translation>
        </message>
        <message>
            <source>Makes pictures between this one and the second</source>
            <translation>Macht Bilder zwischen diesem und dem zweiten</translation>
        </message>
        <message>
            <source>Text diff</source>
            <translation>Textunterschied</translation>
        </message>
        <message>
            <source>Changes the picture as the words differ from those for it now</source>
            <translation>Ändert das Bild so, wie sich die Worte von denen für das jetzige unterscheiden</translation>
        </message>
    </context>
    <context>
        <name>LayersPanel</name>
        <message>
            <source>Normal</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>Multiply</source>
            <translation>Multiplizieren</translation>
        </message>
        <message>
            <source>Screen</source>
            <translation>Negativ multiplizieren</translation>
        </message>
        <message>
            <source>Overlay</source>
            <translation>Überlagern</translation>
        </message>
        <message>
            <source>Darken</source>
            <translation>Abdunkeln</translation>
        </message>
        <message>
            <source>Lighten</source>
            <translation>Aufhellen</translation>
        </message>
        <message>
            <source>Color Dodge</source>
            <translation>Farbig abwedeln</translation>
        </message>
        <message>
            <source>Color Burn</source>
            <translation>Farbig nachbelichten</translation>
        </message>
        <message>
            <source>Hard Light</source>
            <translation>Hartes Licht</translation>
        </message>
        <message>
            <source>Soft Light</source>
            <translation>Weiches Licht</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>Differenz</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Hue</source>
            <translation>Farbton</translation>
        </message>
        <message>
            <source>Saturation</source>
            <translation>Sättigung</translation>
        </message>
        <message>
            <source>Color</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Luminosity</source>
            <translation>Helligkeit</translation>
        </message>
    </context>
    <context>
        <name>ModelCard</name>
        <message>
            <source>pictures from text</source>
            <translation>Bilder aus Text</translation>
        </message>
        <message>
            <source>refining pictures</source>
            <translation>Bilder überarbeiten</translation>
        </message>
        <message>
            <source>edits under a mask</source>
            <translation>Bearbeiten unter einer Maske</translation>
        </message>
        <message>
            <source>variations</source>
            <translation>Variationen</translation>
        </message>
        <message>
            <source>pictures between two</source>
            <translation>Bilder zwischen zweien</translation>
        </message>
        <message>
            <source>changes by text</source>
            <translation>Ändern durch Text</translation>
        </message>
        <message>
            <source>made for inpainting</source>
            <translation>fürs Füllen unter Masken gemacht</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>Was es ist</translation>
        </message>
        <message>
            <source>Can do</source>
            <translation>Kann</translation>
        </message>
        <message>
            <source>Holds</source>
            <translation>Enthält</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Needs from elsewhere</source>
            <translation>Braucht von anderswo</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Why it cannot be used alone</source>
            <translation>Warum es allein nicht verwendbar ist</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
    </context>
    <context>
        <name>Queue</name>
        <message>
            <source>Fill from the surroundings</source>
            <translation>Aus der Umgebung füllen</translation>
        </message>
        <message>
            <source>Variations</source>
            <translation>Variationen</translation>
        </message>
        <message>
            <source>Without words</source>
            <translation>Ohne Worte</translation>
        </message>
        <message>
            <source>Loading the model</source>
            <translation>Modell wird geladen</translation>
        </message>
        <message>
            <source>Reading the prompt</source>
            <translation>Prompt wird gelesen</translation>
        </message>
        <message>
            <source>Imagining</source>
            <translation>Vorstellung</translation>
        </message>
        <message>
            <source>Painting</source>
            <translation>Malen</translation>
        </message>
        <message>
            <source>Decoding</source>
            <translation>Dekodieren</translation>
        </message>
        <message>
            <source>Enlarging</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Saving</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>In Arbeit</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>Beginnt</translation>
        </message>
        <message>
            <source>image %1 of %2</source>
            <translation>Bild %1 von %2</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>noch %1</translation>
        </message>
        <message>
            <source>Stopping …</source>
            <translation>Wird angehalten …</translation>
        </message>
    </context>
    <context>
        <name>pentimento::BoardsList</name>
        <message>
            <source>Boards</source>
            <translation>Mappen</translation>
        </message>
        <message>
            <source>Drop pictures onto a board to put them there</source>
            <translation>Bilder auf eine Mappe ziehen legt sie hinein</translation>
        </message>
        <message>
            <source>All pictures</source>
            <translation>Alle Bilder</translation>
        </message>
        <message>
            <source>New board …</source>
            <translation>Neue Mappe …</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>Papierkorb</translation>
        </message>
        <message>
            <source>Rename …</source>
            <translation>Umbenennen …</translation>
        </message>
        <message>
            <source>Take the Board Away; Its Pictures Stay</source>
            <translation>Mappe auflösen; die Bilder bleiben</translation>
        </message>
    </context>
    <context>
        <name>pentimento::CanvasView</name>
        <message>
            <source>Canvas</source>
            <translation>Leinwand</translation>
        </message>
    </context>
    <context>
        <name>pentimento::CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Type a part of a command's name</source>
            <translation>Einen Teil des Befehlsnamens eingeben</translation>
        </message>
        <message>
            <source>What do you want to do?</source>
            <translation>Was möchten Sie tun?</translation>
        </message>
        <message>
            <source>Up and Down select, Enter runs</source>
            <translation>Auf und Ab wählen, Eingabe führt aus</translation>
        </message>
    </context>
    <context>
        <name>pentimento::CompareDialog</name>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Divider</source>
            <translation>Teiler</translation>
        </message>
        <message>
            <source>Blink</source>
            <translation>Blinken</translation>
        </message>
        <message>
            <source>Difference</source>
            <translation>Differenz</translation>
        </message>
        <message>
            <source>How to compare</source>
            <translation>Art des Vergleichs</translation>
        </message>
        <message>
            <source>Divider: drag it, or press ←/→. Blink: both in turn. Difference: what is equal is black.</source>
            <translation>Teiler: ziehen oder ←/→ drücken. Blinken: beide im Wechsel. Differenz: Gleiches ist schwarz.</translation>
        </message>
    </context>
    <context>
        <name>pentimento::CompareView</name>
        <message>
            <source>Comparison of two pictures</source>
            <translation>Vergleich zweier Bilder</translation>
        </message>
    </context>
    <context>
        <name>pentimento::Document</name>
        <message>
            <source>Background</source>
            <translation>Hintergrund</translation>
        </message>
    </context>
    <context>
        <name>pentimento::DocumentFlow</name>
        <message>
            <source>Untitled</source>
            <translation>Unbenannt</translation>
        </message>
        <message>
            <source>What was on the canvas is kept.</source>
            <translation>Was auf der Leinwand war, ist aufgehoben.</translation>
        </message>
        <message>
            <source>Go back to it</source>
            <translation>Dorthin zurück</translation>
        </message>
        <message>
            <source>Pasted</source>
            <translation>Eingefügt</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Pictures and projects %1</source>
            <translation>Bilder und Projekte %1</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Projects %1</source>
            <translation>Projekte %1</translation>
        </message>
        <message>
            <source>Saved as %1.</source>
            <translation>Gespeichert als %1.</translation>
        </message>
        <message>
            <source>Export Picture</source>
            <translation>Bild exportieren</translation>
        </message>
        <message>
            <source>Pictures %1</source>
            <translation>Bilder %1</translation>
        </message>
        <message>
            <source>Exported to %1.</source>
            <translation>Exportiert nach %1.</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Neu</translation>
        </message>
        <message>
            <source>%1 carries no settings.</source>
            <translation>%1 enthält keine Einstellungen.</translation>
        </message>
        <message>
            <source>Create</source>
            <translation>Anlegen</translation>
        </message>
        <message>
            <source>Keeping what is on the canvas</source>
            <translation>Behalte, was auf der Leinwand ist</translation>
        </message>
        <message>
            <source>Opening %1</source>
            <translation>Öffne %1</translation>
        </message>
        <message>
            <source>Bringing back the last session</source>
            <translation>Hole die letzte Sitzung zurück</translation>
        </message>
        <message>
            <source>Copying</source>
            <translation>Kopiere</translation>
        </message>
        <message>
            <source>Saving %1</source>
            <translation>Speichere %1</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>Exportiere %1</translation>
        </message>
        <message>
            <source>Add Layer</source>
            <translation>Ebene hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::DropZones</name>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>as a picture of its own; this one is kept</source>
            <translation>als eigenes Bild; das jetzige bleibt erhalten</translation>
        </message>
        <message>
            <source>Add as a layer</source>
            <translation>Als Ebene einfügen</translation>
        </message>
        <message>
            <source>above the others</source>
            <translation>über den anderen</translation>
        </message>
        <message>
            <source>Use its settings</source>
            <translation>Einstellungen verwenden</translation>
        </message>
        <message>
            <source>prompt, seed and all, if it carries them</source>
            <translation>Prompt, Startwert und alles, wenn es sie enthält</translation>
        </message>
    </context>
    <context>
        <name>pentimento::EraserTool</name>
        <message>
            <source>Erase</source>
            <translation>Radieren</translation>
        </message>
        <message>
            <source>Erase paint  ·  [ ] size  ·  Shift straight line  ·  B then E: erase mask</source>
            <translation>Farbe radieren  ·  [ ] Größe  ·  Umschalt gerade Linie  ·  B, dann E: Maske radieren</translation>
        </message>
        <message>
            <source>Erase mask  ·  [ ] size  ·  Shift straight line  ·  P then E: erase paint</source>
            <translation>Maske radieren  ·  [ ] Größe  ·  Umschalt gerade Linie  ·  P, dann E: Farbe radieren</translation>
        </message>
    </context>
    <context>
        <name>pentimento::EyedropperTool</name>
        <message>
            <source>Click or drag to pick a colour</source>
            <translation>Klicken oder ziehen, um eine Farbe aufzunehmen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::FamilyDialog</name>
        <message>
            <source>Generated</source>
            <translation>Erzeugt</translation>
        </message>
        <message>
            <source>Refined</source>
            <translation>Verfeinert</translation>
        </message>
        <message>
            <source>Edited</source>
            <translation>Bearbeitet</translation>
        </message>
        <message>
            <source>Variation</source>
            <translation>Variation</translation>
        </message>
        <message>
            <source>Interpolated</source>
            <translation>Interpoliert</translation>
        </message>
        <message>
            <source>Changed by text</source>
            <translation>Durch Text geändert</translation>
        </message>
        <message>
            <source>Family</source>
            <translation>Familie</translation>
        </message>
        <message>
            <source>Family of the picture</source>
            <translation>Familie des Bildes</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Made by</source>
            <translation>Entstanden durch</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>Enter shows the picture in the history</source>
            <translation>Eingabe zeigt das Bild im Verlauf</translation>
        </message>
    </context>
    <context>
        <name>pentimento::FrameTool</name>
        <message>
            <source>Move Frame</source>
            <translation>Rahmen verschieben</translation>
        </message>
        <message>
            <source>Frame Follows Mask</source>
            <translation>Rahmen folgt der Maske</translation>
        </message>
        <message>
            <source>Drag edges or corners; past the canvas: Expand  ·  drag inside to move  ·  double click: follow the mask</source>
            <translation>Kanten oder Ecken ziehen; über den Rand: Erweitern  ·  innen ziehen verschiebt  ·  Doppelklick: der Maske folgen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::GenerationFlow</name>
        <message>
            <source>Built-in model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>Maske</translation>
        </message>
        <message>
            <source>Run Again</source>
            <translation>Erneut ausführen</translation>
        </message>
        <message>
            <source>Reopen Edit</source>
            <translation>Bearbeitung wieder öffnen</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Save a Copy</source>
            <translation>Kopie speichern</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Pictures %1</source>
            <translation>Bilder %1</translation>
        </message>
        <message>
            <source>It comes with Pentimento</source>
            <translation>Es kommt mit Pentimento</translation>
        </message>
        <message>
            <source>A picture of an earlier canvas is in the history.</source>
            <translation>Ein Bild für eine frühere Leinwand ist im Verlauf.</translation>
        </message>
        <message>
            <source>Open it</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Add detail</source>
            <translation>Einzelheiten ergänzen</translation>
        </message>
        <message>
            <source>Enlarged to %1 × %2 pixels.</source>
            <translation>Auf %1 × %2 Pixel vergrößert.</translation>
        </message>
        <message>
            <source>Write what the pictures should show; they are ranked by that.</source>
            <translation>Schreiben Sie, was die Bilder zeigen sollen; danach werden sie geordnet.</translation>
        </message>
        <message>
            <source>Rank by Match</source>
            <translation>Nach Übereinstimmung ordnen</translation>
        </message>
        <message>
            <source>Enlarge</source>
            <translation>Vergrößern</translation>
        </message>
        <message>
            <source>Exporting %1</source>
            <translation>Exportiere %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::HistoryModel</name>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <source>, starred</source>
            <translation>, mit Stern</translation>
        </message>
    </context>
    <context>
        <name>pentimento::HistoryPanel</name>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Search prompts and models</source>
            <translation>Prompts und Modelle durchsuchen</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>Verlauf durchsuchen</translation>
        </message>
        <message>
            <source>Finds pictures whose prompt or model has words that begin like these</source>
            <translation>Findet Bilder, deren Prompt oder Modell Wörter mit diesen Anfängen enthält</translation>
        </message>
        <message>
            <source>Starred only</source>
            <translation>Nur mit Stern</translation>
        </message>
        <message>
            <source>Show starred pictures only</source>
            <translation>Nur Bilder mit Stern zeigen</translation>
        </message>
        <message>
            <source>Board</source>
            <translation>Mappe</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>Use All Settings</source>
            <translation>Alle Einstellungen übernehmen</translation>
        </message>
        <message>
            <source>Use Prompt</source>
            <translation>Prompt übernehmen</translation>
        </message>
        <message>
            <source>Use Seed</source>
            <translation>Startwert übernehmen</translation>
        </message>
        <message>
            <source>Remix (All but the Seed)</source>
            <translation>Remix (alles außer dem Startwert)</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Vergleichen</translation>
        </message>
        <message>
            <source>Family Tree</source>
            <translation>Stammbaum</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Delete for Ever</source>
            <translation>Endgültig löschen</translation>
        </message>
        <message>
            <source>All models</source>
            <translation>Alle Modelle</translation>
        </message>
        <message>
            <source>Any day</source>
            <translation>Alle Tage</translation>
        </message>
        <message>
            <source>The history is being opened …</source>
            <translation>Der Verlauf wird geöffnet …</translation>
        </message>
        <message>
            <source>Every picture you generate appears here and is kept.</source>
            <translation>Jedes erzeugte Bild erscheint hier und bleibt erhalten.</translation>
        </message>
        <message>
            <source>The trash is empty.</source>
            <translation>Der Papierkorb ist leer.</translation>
        </message>
        <message>
            <source>Nothing matches. Clear the search or a filter.</source>
            <translation>Keine Treffer. Suche oder Filter zurücksetzen.</translation>
        </message>
        <message>
            <source>Nothing is deleted by itself. Move pictures you do not need to the trash, or raise the limit in the settings.</source>
            <translation>Nichts wird von selbst gelöscht. Legen Sie nicht Benötigtes in den Papierkorb oder erhöhen Sie die Grenze in den Einstellungen.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Add as Layer</source>
            <translation>Als Ebene hinzufügen</translation>
        </message>
        <message>
            <source>Bring Back with the Pentimento Brush</source>
            <translation>Mit dem Pentimento-Pinsel zurückholen</translation>
        </message>
        <message>
            <source>Variations</source>
            <translation>Variationen</translation>
        </message>
        <message>
            <source>Take the Star Off</source>
            <translation>Stern entfernen</translation>
        </message>
        <message>
            <source>New Board …</source>
            <translation>Neue Mappe …</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>New Board</source>
            <translation>Neue Mappe</translation>
        </message>
        <message>
            <source>Name of the board:</source>
            <translation>Name der Mappe:</translation>
        </message>
        <message>
            <source>Select two pictures to compare them (Ctrl and click).</source>
            <translation>Zwei Bilder zum Vergleichen auswählen (Strg und Klick).</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n picture(s) and their files? This cannot be undone.</source>
            <translation>
                <numerusform>%n Bild und seine Datei löschen? Das lässt sich nicht rückgängig machen.</numerusform>
                <numerusform>%n Bilder und ihre Dateien löschen? Das lässt sich nicht rückgängig machen.</numerusform>
            </translation>
        </message>
        <message>
            <source>Enter opens a picture, the menu key shows what else can be done with it; pictures can be dragged out</source>
            <translation>Eingabe öffnet ein Bild, die Menütaste zeigt, was sonst damit geht; Bilder lassen sich herausziehen</translation>
        </message>
        <message>
            <source>%1 GiB of pictures</source>
            <translation>%1 GiB Bilder</translation>
        </message>
        <message>
            <source>Search by meaning</source>
            <translation>Nach Bedeutung suchen</translation>
        </message>
        <message>
            <source>Orders all pictures by how well they show what the words say, whatever their prompts were</source>
            <translation>Ordnet alle Bilder danach, wie gut sie zeigen, was die Worte sagen, gleich wie ihre Prompts lauteten</translation>
        </message>
        <message>
            <source>Empty the trash …</source>
            <translation>Papierkorb leeren …</translation>
        </message>
        <message>
            <source>Empty the trash</source>
            <translation>Papierkorb leeren</translation>
        </message>
        <message>
            <source>What is in it is kept for %1 days and then deleted</source>
            <translation>Was darin ist, bleibt %1 Tage und wird dann gelöscht</translation>
        </message>
        <message>
            <source>Select the pictures for the new board first, or drop them onto it.</source>
            <translation>Wählen Sie zuerst die Bilder für die neue Mappe oder ziehen Sie sie darauf.</translation>
        </message>
        <message>
            <source>Rename the Board</source>
            <translation>Mappe umbenennen</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep them</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Kept for %1 days, then deleted</source>
            <translation>%1 Tage aufbewahrt, dann gelöscht</translation>
        </message>
        <message>
            <source>Move to the Trash</source>
            <translation>In den Papierkorb legen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::HistoryStore</name>
        <message>
            <source>The history was damaged. It is rebuilt from your pictures; the damaged file is kept as %1.</source>
            <translation>Der Verlauf war beschädigt. Er wird aus Ihren Bildern neu aufgebaut; die beschädigte Datei bleibt als %1 erhalten.</translation>
        </message>
    </context>
    <context>
        <name>pentimento::HoverPreview</name>
        <message>
            <source>without a prompt</source>
            <translation>ohne Prompt</translation>
        </message>
    </context>
    <context>
        <name>pentimento::Journal</name>
        <message>
            <source>The autosave cannot be written: %1</source>
            <translation>Die automatische Sicherung kann nicht geschrieben werden: %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::LassoTool</name>
        <message>
            <source>Lasso</source>
            <translation>Lasso</translation>
        </message>
        <message>
            <source>Drag freehand, or click corners and close with a double click  ·  Shift add  ·  Alt subtract  ·  Shift+Alt intersect</source>
            <translation>Freihand ziehen oder Ecken klicken und mit Doppelklick schließen  ·  Umschalt fügt hinzu  ·  Alt zieht ab  ·  beide: Schnittmenge</translation>
        </message>
    </context>
    <context>
        <name>pentimento::LayersModel</name>
        <message>
            <source>%1 (stale)</source>
            <translation>%1 (veraltet)</translation>
        </message>
        <message>
            <source>Something beneath this edit has changed since it was made. Run it again from the panel below.</source>
            <translation>Unter dieser Bearbeitung hat sich seither etwas geändert. Unten lässt sie sich erneut ausführen.</translation>
        </message>
        <message>
            <source>An edit with its recipe and candidates</source>
            <translation>Eine Bearbeitung mit Rezept und Kandidaten</translation>
        </message>
        <message>
            <source>A picture</source>
            <translation>Ein Bild</translation>
        </message>
        <message>
            <source>%1, %2, %3 % opaque</source>
            <translation>%1, %2, %3 % deckend</translation>
        </message>
        <message>
            <source>visible</source>
            <translation>sichtbar</translation>
        </message>
        <message>
            <source>hidden</source>
            <translation>verborgen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::LayersPanel</name>
        <message>
            <source>filled from the surroundings</source>
            <translation>aus der Umgebung gefüllt</translation>
        </message>
        <message>
            <source>seed %1</source>
            <translation>Startwert %1</translation>
        </message>
        <message>
            <source>strength %1</source>
            <translation>Stärke %1</translation>
        </message>
        <message>
            <source>Layers</source>
            <translation>Ebenen</translation>
        </message>
        <message>
            <source>Blend mode</source>
            <translation>Mischmodus</translation>
        </message>
        <message>
            <source>How the layer is laid over what is beneath it</source>
            <translation>Wie die Ebene auf dem Darunterliegenden liegt</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>Deckkraft</translation>
        </message>
        <message>
            <source>Opacity of the layer</source>
            <translation>Deckkraft der Ebene</translation>
        </message>
        <message>
            <source>Delete the layer; undo brings it back</source>
            <translation>Ebene löschen; Rückgängig holt sie zurück</translation>
        </message>
        <message>
            <source>What lies beneath has changed since this was made.</source>
            <translation>Was darunter liegt, hat sich seither geändert.</translation>
        </message>
        <message>
            <source>Previous candidate</source>
            <translation>Voriger Kandidat</translation>
        </message>
        <message>
            <source>Next candidate</source>
            <translation>Nächster Kandidat</translation>
        </message>
        <message>
            <source>Reopen</source>
            <translation>Wieder öffnen</translation>
        </message>
        <message>
            <source>Put mask and recipe back on the canvas, to change them</source>
            <translation>Maske und Rezept zurück auf die Leinwand, um sie zu ändern</translation>
        </message>
        <message>
            <source>Run again</source>
            <translation>Erneut ausführen</translation>
        </message>
        <message>
            <source>Generate this edit again over what lies beneath now</source>
            <translation>Diese Bearbeitung auf dem jetzigen Untergrund neu erzeugen</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>pieces of %1</source>
            <translation>Teile von %1</translation>
        </message>
        <message>
            <source>Drag to reorder; F2 renames; Space hides or shows</source>
            <translation>Ziehen ordnet um; F2 benennt um; Leertaste zeigt oder verbirgt</translation>
        </message>
        <message>
            <source>New empty layer</source>
            <translation>Neue leere Ebene</translation>
        </message>
        <message>
            <source>Duplicate the layer</source>
            <translation>Ebene verdoppeln</translation>
        </message>
        <message>
            <source>Merge with the layer beneath</source>
            <translation>Mit der Ebene darunter vereinen</translation>
        </message>
        <message>
            <source>Raise the layer</source>
            <translation>Ebene nach oben</translation>
        </message>
        <message>
            <source>Lower the layer</source>
            <translation>Ebene nach unten</translation>
        </message>
        <message>
            <source>Reopen the edit</source>
            <translation>Bearbeitung wieder öffnen</translation>
        </message>
        <message>
            <source>Run the edit again</source>
            <translation>Bearbeitung erneut ausführen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MainWindow</name>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <source>Choose a model</source>
            <translation>Ein Modell wählen</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>&amp;Bearbeiten</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>&amp;Erzeugen</translation>
        </message>
        <message>
            <source>&amp;Select</source>
            <translation>Aus&amp;wahl</translation>
        </message>
        <message>
            <source>&amp;Layer</source>
            <translation>Ebe&amp;ne</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>Ansi&amp;cht</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>Werkzeuge</translation>
        </message>
        <message>
            <source>What the tool does</source>
            <translation>Was das Werkzeug tut</translation>
        </message>
        <message>
            <source>Size of the canvas</source>
            <translation>Größe der Leinwand</translation>
        </message>
        <message>
            <source>Zoom</source>
            <translation>Zoom</translation>
        </message>
        <message>
            <source>Changed outside the mask</source>
            <translation>Außerhalb der Maske geändert</translation>
        </message>
        <message>
            <source>After each edit the bytes outside of the mask are compared with before</source>
            <translation>Nach jeder Bearbeitung werden die Bytes außerhalb der Maske mit vorher verglichen</translation>
        </message>
        <message>
            <source>%L1 px out</source>
            <translation>%L1 px außen</translation>
        </message>
        <message>
            <source>About Pentimento</source>
            <translation>Über Pentimento</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Pentimento %1&lt;/h3&gt;&lt;p&gt;An image studio that keeps every earlier state. It runs on your own machine.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Pentimento %1&lt;/h3&gt;&lt;p&gt;Ein Bildstudio, das jeden früheren Zustand bewahrt. Es läuft auf Ihrem eigenen Rechner.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>&amp;Results</source>
            <translation>E&amp;rgebnisse</translation>
        </message>
        <message>
            <source>Open &amp;Recent</source>
            <translation>Zu&amp;letzt geöffnet</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Model: %1</source>
            <translation>Modell: %1</translation>
        </message>
        <message>
            <source>&amp;Clear the List</source>
            <translation>&amp;Liste leeren</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MaskBrushTool</name>
        <message>
            <source>Paint Mask</source>
            <translation>Maske malen</translation>
        </message>
        <message>
            <source>Paint mask  ·  [ ] size  ·  Ctrl erase  ·  X swap  ·  Shift straight line</source>
            <translation>Maske malen  ·  [ ] Größe  ·  Strg radiert  ·  X tauscht  ·  Umschalt gerade Linie</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MeaningFlow</name>
        <message>
            <source>Reading …</source>
            <translation>Lesen …</translation>
        </message>
        <message>
            <source>Looking at pictures … %1 known</source>
            <translation>Bilder werden betrachtet … %1 bekannt</translation>
        </message>
        <message>
            <source>Looks on when the queue is empty</source>
            <translation>Geht weiter, wenn die Warteschlange leer ist</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MeaningPanel</name>
        <message>
            <source>Freedom</source>
            <translation>Freiheit</translation>
        </message>
        <message>
            <source>Vary: how far the pictures may leave the composition; 100 % keeps the meaning only</source>
            <translation>Variieren: wie weit die Bilder den Aufbau verlassen dürfen; 100 % behält nur die Bedeutung</translation>
        </message>
        <message>
            <source>Second picture …</source>
            <translation>Zweites Bild …</translation>
        </message>
        <message>
            <source>Second picture</source>
            <translation>Zweites Bild</translation>
        </message>
        <message>
            <source>Interpolate: drop or choose the picture to go to</source>
            <translation>Überblenden: das Bild, zu dem es gehen soll, hierher ziehen oder auswählen</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Interpolate: how many, both ends included</source>
            <translation>Überblenden: wie viele, beide Enden mitgezählt</translation>
        </message>
        <message>
            <source>What it shows now</source>
            <translation>Was es jetzt zeigt</translation>
        </message>
        <message>
            <source>Text diff: words for the picture as it is; the prompt says what it is to become</source>
            <translation>Textunterschied: Worte für das Bild, wie es ist; der Prompt sagt, was daraus werden soll</translation>
        </message>
        <message>
            <source>It shows now …</source>
            <translation>Es zeigt jetzt …</translation>
        </message>
        <message>
            <source>Amount</source>
            <translation>Ausmaß</translation>
        </message>
        <message>
            <source>How far the words turn the picture's meaning; 0 % leaves it as it is</source>
            <translation>Wie weit die Worte die Bedeutung des Bildes drehen; 0 % lässt es, wie es ist</translation>
        </message>
        <message>
            <source>Rank by match</source>
            <translation>Nach Übereinstimmung ordnen</translation>
        </message>
        <message>
            <source>Orders the results by how well they match the prompt, best first</source>
            <translation>Ordnet die Ergebnisse danach, wie gut sie zum Prompt passen, das beste zuerst</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MessageBar</name>
        <message>
            <source>Close message</source>
            <translation>Meldung schließen</translation>
        </message>
        <message>
            <source>What can be done about it</source>
            <translation>Was sich tun lässt</translation>
        </message>
        <message numerus="yes">
            <source>%n more message(s)</source>
            <translation>
                <numerusform>%n weitere Meldung</numerusform>
                <numerusform>%n weitere Meldungen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>pentimento::ModelsDialog</name>
        <message>
            <source>not known</source>
            <translation>unbekannt</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <source>LoRAs</source>
            <translation>LoRAs</translation>
        </message>
        <message>
            <source>Folders</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Built-in model</source>
            <translation>Eingebautes Modell</translation>
        </message>
        <message>
            <source>ready at once</source>
            <translation>sofort bereit</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search models</source>
            <translation>Modelle suchen</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>Was es ist</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>About this model</source>
            <translation>Über dieses Modell</translation>
        </message>
        <message>
            <source>Use this model</source>
            <translation>Dieses Modell verwenden</translation>
        </message>
        <message>
            <source>Use</source>
            <translation>Verwenden</translation>
        </message>
        <message>
            <source>For</source>
            <translation>Für</translation>
        </message>
        <message>
            <source>Weight</source>
            <translation>Gewicht</translation>
        </message>
        <message>
            <source>Folders of ComfyUI, AUTOMATIC1111 and diffusers are used in place; nothing is copied or changed. Pentimento's own folder and the Hugging Face cache are always looked through.</source>
            <translation>Ordner von ComfyUI, AUTOMATIC1111 und diffusers werden an Ort und Stelle benutzt; nichts wird kopiert oder geändert. Der eigene Ordner und der Hugging-Face-Cache werden immer durchsucht.</translation>
        </message>
        <message>
            <source>Folders with models</source>
            <translation>Ordner mit Modellen</translation>
        </message>
        <message>
            <source>Add folder …</source>
            <translation>Ordner hinzufügen …</translation>
        </message>
        <message>
            <source>Remove from the list</source>
            <translation>Aus der Liste entfernen</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Erneut suchen</translation>
        </message>
        <message>
            <source>Weight of %1</source>
            <translation>Gewicht von %1</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Built-in model&lt;/h3&gt;&lt;p&gt;Comes with Pentimento and is ready at once, without a network.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Eingebautes Modell&lt;/h3&gt;&lt;p&gt;Gehört zu Pentimento und ist sofort bereit, ohne Netz.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>Choose a model to see what it is and what it can do.</source>
            <translation>Ein Modell wählen, um zu sehen, was es ist und kann.</translation>
        </message>
        <message>
            <source>Folder with models</source>
            <translation>Ordner mit Modellen</translation>
        </message>
        <message>
            <source>Looking through your folders … %1 found</source>
            <translation>Ordner werden durchsucht … %1 gefunden</translation>
        </message>
        <message>
            <source>%1 files found</source>
            <translation>%1 Dateien gefunden</translation>
        </message>
        <message>
            <source>Enter or a double click uses a model</source>
            <translation>Eingabe oder Doppelklick verwendet ein Modell</translation>
        </message>
        <message>
            <source>Those that are checked change what the model paints</source>
            <translation>Die angekreuzten verändern, was das Modell malt</translation>
        </message>
        <message>
            <source>No LoRA was found in your folders. A LoRA teaches a model a style or a subject; put its file beside your models.</source>
            <translation>In Ihren Ordnern wurde kein LoRA gefunden. Ein LoRA lehrt ein Modell einen Stil oder ein Motiv; legen Sie seine Datei neben Ihre Modelle.</translation>
        </message>
        <message>
            <source>Folders that are looked through</source>
            <translation>Ordner, die durchsucht werden</translation>
        </message>
        <message>
            <source>How strongly the LoRA acts</source>
            <translation>Wie stark das LoRA wirkt</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>In Gebrauch</translation>
        </message>
    </context>
    <context>
        <name>pentimento::MoveTool</name>
        <message>
            <source>Move Layer</source>
            <translation>Ebene verschieben</translation>
        </message>
        <message>
            <source>Drag to move the layer, on the mask to move that  ·  Shift: along one axis</source>
            <translation>Ziehen verschiebt die Ebene, auf der Maske diese  ·  Umschalt: entlang einer Achse</translation>
        </message>
        <message>
            <source>Move Mask</source>
            <translation>Maske verschoben</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PaintTool</name>
        <message>
            <source>Paint</source>
            <translation>Malen</translation>
        </message>
        <message>
            <source>Paint colour  ·  [ ] size  ·  Alt pick colour  ·  X swap colours  ·  Shift straight line</source>
            <translation>Farbe malen  ·  [ ] Größe  ·  Alt nimmt Farbe auf  ·  X tauscht Farben  ·  Umschalt gerade Linie</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PanTool</name>
        <message>
            <source>Drag to move the view  ·  hold Space with any tool</source>
            <translation>Ziehen verschiebt die Ansicht  ·  Leertaste halten mit jedem Werkzeug</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PanelsFlow</name>
        <message>
            <source>Layers</source>
            <translation>Ebenen</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) moved to the trash.</source>
            <translation>
                <numerusform>%n Bild in den Papierkorb gelegt.</numerusform>
                <numerusform>%n Bilder in den Papierkorb gelegt.</numerusform>
            </translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Opening %1</source>
            <translation>Öffne %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ParameterPanel</name>
        <message>
            <source>Strength</source>
            <translation>Stärke</translation>
        </message>
        <message>
            <source>How far the picture may leave what is there: 100 % paints anew, less refines</source>
            <translation>Wie weit sich das Bild entfernen darf: 100 % malt neu, weniger verfeinert</translation>
        </message>
        <message>
            <source>Shape %1</source>
            <translation>Format %1</translation>
        </message>
        <message>
            <source>Shape of a new picture, at the size the model likes best</source>
            <translation>Format eines neuen Bildes in der Größe, die dem Modell liegt</translation>
        </message>
        <message>
            <source>Number of pictures</source>
            <translation>Anzahl der Bilder</translation>
        </message>
        <message>
            <source>How many candidates one press of the button makes</source>
            <translation>Wie viele Kandidaten ein Knopfdruck macht</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>Startwert</translation>
        </message>
        <message>
            <source>The number all randomness comes from: the same seed, the same picture</source>
            <translation>Die Zahl, aus der aller Zufall kommt: gleicher Startwert, gleiches Bild</translation>
        </message>
        <message>
            <source>Keep the seed</source>
            <translation>Startwert behalten</translation>
        </message>
        <message>
            <source>Keep the seed; unlocked, each run draws a new one</source>
            <translation>Startwert behalten; sonst zieht jeder Lauf einen neuen</translation>
        </message>
        <message>
            <source>Draw a new seed</source>
            <translation>Neuen Startwert ziehen</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Schritte</translation>
        </message>
        <message>
            <source>More steps: finer and slower</source>
            <translation>Mehr Schritte: feiner und langsamer</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>auto</translation>
        </message>
        <message>
            <source>Guidance</source>
            <translation>Führung</translation>
        </message>
        <message>
            <source>How closely the words are followed</source>
            <translation>Wie genau den Worten gefolgt wird</translation>
        </message>
        <message>
            <source>Sampler</source>
            <translation>Sampler</translation>
        </message>
        <message>
            <source>The method that takes the steps</source>
            <translation>Das Verfahren, das die Schritte geht</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Zeitplan</translation>
        </message>
        <message>
            <source>How the steps are spaced</source>
            <translation>Wie die Schritte verteilt sind</translation>
        </message>
        <message>
            <source>Start from</source>
            <translation>Start mit</translation>
        </message>
        <message>
            <source>What the masked part holds before it is painted</source>
            <translation>Was der maskierte Teil enthält, bevor er gemalt wird</translation>
        </message>
        <message>
            <source>What is there</source>
            <translation>Vorhandenem</translation>
        </message>
        <message>
            <source>Surroundings</source>
            <translation>Umgebung</translation>
        </message>
        <message>
            <source>Blur</source>
            <translation>Unschärfe</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>Grow</source>
            <translation>Weiten</translation>
        </message>
        <message>
            <source>Widens the mask before painting</source>
            <translation>Weitet die Maske vor dem Malen</translation>
        </message>
        <message>
            <source>Feather</source>
            <translation>Weichheit</translation>
        </message>
        <message>
            <source>Soft edge that the model sees</source>
            <translation>Weicher Rand, den das Modell sieht</translation>
        </message>
        <message>
            <source>Blend</source>
            <translation>Übergang</translation>
        </message>
        <message>
            <source>Soft edge of the result, inside the mask only</source>
            <translation>Weicher Rand des Ergebnisses, nur innerhalb der Maske</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>Erweitert</translation>
        </message>
        <message>
            <source>auto: %1</source>
            <translation>auto: %1</translation>
        </message>
        <message numerus="yes">
            <source>%n steps</source>
            <translation>
                <numerusform>%n Schritt</numerusform>
                <numerusform>%n Schritte</numerusform>
            </translation>
        </message>
        <message>
            <source>guidance %1</source>
            <translation>Führung %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PentimentoTool</name>
        <message>
            <source>Bring Back</source>
            <translation>Zurückholen</translation>
        </message>
        <message>
            <source>Bring back what was underneath  ·  [ ] size  ·  choose another state in History</source>
            <translation>Zurückholen, was darunter war  ·  [ ] Größe  ·  anderen Zustand im Verlauf wählen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PictureWell</name>
        <message>
            <source>Take it away</source>
            <translation>Wegnehmen</translation>
        </message>
        <message>
            <source>Pictures %1</source>
            <translation>Bilder %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PromptBar</name>
        <message>
            <source>Prompt for the mask</source>
            <translation>Prompt für die Maske</translation>
        </message>
        <message>
            <source>What to paint under the mask; empty: continue the surroundings</source>
            <translation>Was unter der Maske gemalt wird; leer: die Umgebung fortsetzen</translation>
        </message>
        <message>
            <source>What to paint here; empty = from the surroundings</source>
            <translation>Was hierhin gemalt wird; leer = aus der Umgebung</translation>
        </message>
    </context>
    <context>
        <name>pentimento::PromptPanel</name>
        <message>
            <source>Prompt</source>
            <translation>Prompt</translation>
        </message>
        <message>
            <source>What the picture shows. Ctrl+↑/↓ changes the weight of a word, Alt+↑/↓ brings back earlier prompts</source>
            <translation>Was das Bild zeigt. Strg+↑/↓ ändert das Gewicht eines Wortes, Alt+↑/↓ holt frühere Prompts</translation>
        </message>
        <message>
            <source>Describe the picture, or the masked part of it …</source>
            <translation>Das Bild beschreiben, oder seinen maskierten Teil …</translation>
        </message>
        <message>
            <source>Negative prompt</source>
            <translation>Negativer Prompt</translation>
        </message>
        <message>
            <source>Variations</source>
            <translation>Variationen</translation>
        </message>
        <message>
            <source>What the picture should not show</source>
            <translation>Was das Bild nicht zeigen soll</translation>
        </message>
        <message>
            <source>Styles</source>
            <translation>Stile</translation>
        </message>
        <message>
            <source>What else the button could do</source>
            <translation>Was der Knopf sonst könnte</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Stop what is running</source>
            <translation>Das Laufende anhalten</translation>
        </message>
        <message>
            <source>%1 tokens; what is struck through is not read</source>
            <translation>%1 Token; Durchgestrichenes wird nicht gelesen</translation>
        </message>
        <message>
            <source>%1 of %2 tokens</source>
            <translation>%1 von %2 Token</translation>
        </message>
        <message>
            <source>Example: %1</source>
            <translation>Beispiel: %1</translation>
        </message>
        <message>
            <source>Use this prompt</source>
            <translation>Diesen Prompt verwenden</translation>
        </message>
        <message>
            <source>This model does not know: %1</source>
            <translation>Dieses Modell kennt nicht: %1</translation>
        </message>
        <message>
            <source>Earlier prompts</source>
            <translation>Frühere Prompts</translation>
        </message>
        <message>
            <source>Ctrl+↑/↓ weight · Alt+↑/↓ earlier prompts</source>
            <translation>Strg+↑/↓ Gewicht · Alt+↑/↓ frühere Prompts</translation>
        </message>
        <message>
            <source>Alt+↑/↓ earlier prompts</source>
            <translation>Alt+↑/↓ frühere Prompts</translation>
        </message>
        <message>
            <source>LoRAs: %1</source>
            <translation>LoRAs: %1</translation>
        </message>
        <message>
            <source>This model takes no LoRAs; these rest: %1</source>
            <translation>Dieses Modell nimmt keine LoRAs; diese ruhen: %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::QueueIndicator</name>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Show or hide the queue</source>
            <translation>Warteschlange zeigen oder verbergen</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>Fortschritt</translation>
        </message>
        <message numerus="yes">
            <source>Queue paused · %n waiting</source>
            <translation>
                <numerusform>Warteschlange angehalten · %n wartet</numerusform>
                <numerusform>Warteschlange angehalten · %n warten</numerusform>
            </translation>
        </message>
        <message>
            <source>Queue empty</source>
            <translation>Warteschlange leer</translation>
        </message>
        <message>
            <source>Queue: %1</source>
            <translation>Warteschlange: %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::QueuePanel</name>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>Jobs in the order in which they run; drag to reorder</source>
            <translation>Aufträge in ihrer Reihenfolge; Ziehen ordnet um</translation>
        </message>
        <message>
            <source>Pause the queue</source>
            <translation>Warteschlange anhalten</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Früher</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Später</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Cancel job</source>
            <translation>Auftrag abbrechen</translation>
        </message>
        <message>
            <source>Cancel all that wait</source>
            <translation>Alle wartenden abbrechen</translation>
        </message>
        <message>
            <source>Continue the queue</source>
            <translation>Warteschlange fortsetzen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ResultsBar</name>
        <message>
            <source>Previous candidate</source>
            <translation>Voriger Kandidat</translation>
        </message>
        <message>
            <source>Next candidate</source>
            <translation>Nächster Kandidat</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>Compare with before</source>
            <translation>Mit vorher vergleichen</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>Vary this one</source>
            <translation>Dieses variieren</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>Kopie speichern</translation>
        </message>
        <message>
            <source>Copy to the clipboard</source>
            <translation>In die Zwischenablage kopieren</translation>
        </message>
        <message>
            <source>Candidate %1</source>
            <translation>Kandidat %1</translation>
        </message>
        <message>
            <source>%L1 px changed outside</source>
            <translation>%L1 px außen geändert</translation>
        </message>
        <message>
            <source>All side by side</source>
            <translation>Alle nebeneinander</translation>
        </message>
        <message>
            <source>Edit this one</source>
            <translation>Dieses bearbeiten</translation>
        </message>
        <message>
            <source>Enlarge to twice the size</source>
            <translation>Auf die doppelte Größe bringen</translation>
        </message>
        <message>
            <source>Rank by match with the prompt</source>
            <translation>Nach Übereinstimmung mit dem Prompt ordnen</translation>
        </message>
        <message>
            <source>Match with the prompt: %1</source>
            <translation>Übereinstimmung mit dem Prompt: %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ResultsGrid</name>
        <message>
            <source>All candidates</source>
            <translation>Alle Kandidaten</translation>
        </message>
        <message>
            <source>Arrows and Enter, or a number, choose one; Esc goes back</source>
            <translation>Pfeile und Eingabe oder eine Zahl wählen; Esc führt zurück</translation>
        </message>
    </context>
    <context>
        <name>pentimento::Section</name>
        <message>
            <source>Show or hide: %1</source>
            <translation>Zeigen oder verbergen: %1</translation>
        </message>
    </context>
    <context>
        <name>pentimento::SelectionTool</name>
        <message>
            <source>Selecting</source>
            <translation>Wähle aus</translation>
        </message>
    </context>
    <context>
        <name>pentimento::SettingsDialog</name>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>Light on dark, or dark on light</source>
            <translation>Hell auf dunkel oder dunkel auf hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Takes effect at the next start</source>
            <translation>Gilt ab dem nächsten Start</translation>
        </message>
        <message>
            <source>Engine</source>
            <translation>Engine</translation>
        </message>
        <message>
            <source>The command that computes, e.g. ssh gpu-box pentimento-cli engine; empty: this machine. Takes effect at the next start</source>
            <translation>Der Befehl, der rechnet, z. B. ssh gpu-box pentimento-cli engine; leer: dieser Rechner. Gilt ab dem nächsten Start</translation>
        </message>
        <message>
            <source>Free memory after</source>
            <translation>Speicher freigeben nach</translation>
        </message>
        <message>
            <source>Idle minutes after which the model's memory is freed</source>
            <translation>Minuten Ruhe, nach denen der Speicher des Modells frei wird</translation>
        </message>
        <message>
            <source> min</source>
            <translation> min</translation>
        </message>
        <message>
            <source>never</source>
            <translation>nie</translation>
        </message>
        <message>
            <source>Size of all pictures at which the history says so; it deletes nothing</source>
            <translation>Größe aller Bilder, ab der der Verlauf es sagt; gelöscht wird nichts</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Keep these settings</source>
            <translation>Diese Einstellungen behalten</translation>
        </message>
        <message>
            <source>Change nothing</source>
            <translation>Nichts ändern</translation>
        </message>
        <message>
            <source>History warns above</source>
            <translation>Verlauf warnt ab</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ShapeTool</name>
        <message>
            <source>Drag a shape  ·  U again: rectangle or ellipse  ·  Shift add, then square  ·  Alt subtract</source>
            <translation>Eine Form ziehen  ·  U erneut: Rechteck oder Ellipse  ·  Umschalt fügt hinzu, dann Quadrat  ·  Alt zieht ab</translation>
        </message>
        <message>
            <source>Ellipse</source>
            <translation>Ellipse</translation>
        </message>
        <message>
            <source>Rectangle</source>
            <translation>Rechteck</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ShortcutDialog</name>
        <message>
            <source>Keyboard Shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search by name or key</source>
            <translation>Nach Name oder Taste suchen</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>Aktionen</translation>
        </message>
        <message>
            <source>Select an action to change its keys</source>
            <translation>Eine Aktion wählen, um ihre Tasten zu ändern</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Aktion</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>New keys</source>
            <translation>Neue Tasten</translation>
        </message>
        <message>
            <source>Press the keys for the selected action</source>
            <translation>Die Tasten für die gewählte Aktion drücken</translation>
        </message>
        <message>
            <source>Assign</source>
            <translation>Zuweisen</translation>
        </message>
        <message>
            <source>Assign the keys</source>
            <translation>Die Tasten zuweisen</translation>
        </message>
        <message>
            <source>Default</source>
            <translation>Vorgabe</translation>
        </message>
        <message>
            <source>Restore the default keys</source>
            <translation>Vorgegebene Tasten wiederherstellen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>Take the action's keys away</source>
            <translation>Der Aktion die Tasten nehmen</translation>
        </message>
        <message>
            <source>This key cannot be changed</source>
            <translation>Diese Taste ist fest</translation>
        </message>
        <message>
            <source>%1 belongs to “%2”. Choose other keys, or give that one others first.</source>
            <translation>%1 gehört zu „%2“. Wählen Sie andere Tasten, oder geben Sie jener zuerst andere.</translation>
        </message>
    </context>
    <context>
        <name>pentimento::SizeDialog</name>
        <message>
            <source>%1 in pixels</source>
            <translation>%1 in Pixeln</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>Breite</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>Höhe</translation>
        </message>
        <message>
            <source>Swap width and height</source>
            <translation>Breite und Höhe tauschen</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Change nothing</source>
            <translation>Nichts ändern</translation>
        </message>
        <message>
            <source>%1 megapixels</source>
            <translation>%1 Megapixel</translation>
        </message>
        <message>
            <source>More than a picture may have: at most %1 megapixels</source>
            <translation>Mehr als ein Bild haben darf: höchstens %1 Megapixel</translation>
        </message>
    </context>
    <context>
        <name>pentimento::SmartSelectTool</name>
        <message>
            <source>Click: similar colours  ·  drag a box: the object in it  ·  Shift add  ·  Alt subtract</source>
            <translation>Klick: ähnliche Farben  ·  Rahmen ziehen: das Objekt darin  ·  Umschalt fügt hinzu  ·  Alt zieht ab</translation>
        </message>
        <message>
            <source>Select Colour</source>
            <translation>Farbe auswählen</translation>
        </message>
        <message>
            <source>Select Object</source>
            <translation>Objekt auswählen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::Studio</name>
        <message>
            <source>a yellow school bus on a street</source>
            <translation>a yellow school bus on a street</translation>
        </message>
        <message>
            <source>a red couch in a room with a plant</source>
            <translation>a red couch in a room with a plant</translation>
        </message>
        <message>
            <source>a tornado over a wheat field at sunset</source>
            <translation>a tornado over a wheat field at sunset</translation>
        </message>
        <message numerus="yes">
            <source>Welcome. Everything runs on this machine: CPU, %n threads. Type a sentence, press Ctrl+Enter.</source>
            <translation>
                <numerusform>Willkommen. Alles läuft auf diesem Rechner: CPU, %n Thread. Einen Satz eingeben, Strg+Eingabe drücken.</numerusform>
                <numerusform>Willkommen. Alles läuft auf diesem Rechner: CPU, %n Threads. Einen Satz eingeben, Strg+Eingabe drücken.</numerusform>
            </translation>
        </message>
        <message>
            <source>The studio ended unexpectedly; nothing in the queue was lost. It is paused.</source>
            <translation>Das Studio endete unerwartet; in der Warteschlange ging nichts verloren. Sie ist angehalten.</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>Fortsetzen</translation>
        </message>
    </context>
    <context>
        <name>pentimento::StylesEditor</name>
        <message>
            <source>Watercolour</source>
            <translation>Aquarell</translation>
        </message>
        <message>
            <source>Cartoon</source>
            <translation>Cartoon</translation>
        </message>
        <message>
            <source>Noir</source>
            <translation>Noir</translation>
        </message>
        <message>
            <source>Photo</source>
            <translation>Foto</translation>
        </message>
        <message>
            <source>New style …</source>
            <translation>Neuer Stil …</translation>
        </message>
        <message>
            <source>New style</source>
            <translation>Neuer Stil</translation>
        </message>
        <message>
            <source>Keep a piece of prompt under a name</source>
            <translation>Ein Stück Prompt unter einem Namen aufheben</translation>
        </message>
        <message>
            <source>Style %1</source>
            <translation>Stil %1</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>New Style</source>
            <translation>Neuer Stil</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Edit …</source>
            <translation>Bearbeiten …</translation>
        </message>
        <message>
            <source>Edit Style</source>
            <translation>Stil bearbeiten</translation>
        </message>
        <message>
            <source>What the chip says</source>
            <translation>Was auf dem Knopf steht</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>{prompt} stands for the prompt; without it the text is appended</source>
            <translation>{prompt} steht für den Prompt; ohne das wird der Text angehängt</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Keep the style under this name</source>
            <translation>Den Stil unter diesem Namen behalten</translation>
        </message>
        <message>
            <source>Change nothing</source>
            <translation>Nichts ändern</translation>
        </message>
    </context>
    <context>
        <name>pentimento::ToolOptionsBar</name>
        <message>
            <source>Tool Options</source>
            <translation>Werkzeugoptionen</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Diameter of the brush; [ and ] change it</source>
            <translation>Durchmesser des Pinsels; [ und ] ändern ihn</translation>
        </message>
        <message>
            <source>Hardness</source>
            <translation>Härte</translation>
        </message>
        <message>
            <source>Edge of the brush; { and } change it</source>
            <translation>Rand des Pinsels; { und } ändern ihn</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>Deckkraft</translation>
        </message>
        <message>
            <source>How strongly one stroke covers; of a mask: how much may change there. Models that cannot change a place by half, the built-in one among them, repaint it from 50 % on</source>
            <translation>Wie stark ein Strich deckt; bei einer Maske: wie viel sich dort ändern darf. Modelle, die eine Stelle nicht halb ändern können, auch das eingebaute, malen sie ab 50 % neu</translation>
        </message>
        <message>
            <source>Tolerance</source>
            <translation>Toleranz</translation>
        </message>
        <message>
            <source>How different colours may be</source>
            <translation>Wie verschieden Farben sein dürfen</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>Form</translation>
        </message>
        <message>
            <source>Rectangle</source>
            <translation>Rechteck</translation>
        </message>
        <message>
            <source>Ellipse</source>
            <translation>Ellipse</translation>
        </message>
        <message>
            <source>Lasso</source>
            <translation>Lasso</translation>
        </message>
        <message>
            <source>Freehand</source>
            <translation>Freihand</translation>
        </message>
        <message>
            <source>Polygon</source>
            <translation>Vieleck</translation>
        </message>
        <message>
            <source>Smart select</source>
            <translation>Schlaue Auswahl</translation>
        </message>
        <message>
            <source>Colour wand</source>
            <translation>Zauberstab</translation>
        </message>
        <message>
            <source>Object in a box</source>
            <translation>Objekt im Rahmen</translation>
        </message>
        <message>
            <source>Selection</source>
            <translation>Auswahl</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Subtract</source>
            <translation>Abziehen</translation>
        </message>
        <message>
            <source>Intersect</source>
            <translation>Schnittmenge</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>Verbunden</translation>
        </message>
        <message>
            <source>Only what is connected with the clicked place</source>
            <translation>Nur was mit der geklickten Stelle verbunden ist</translation>
        </message>
        <message>
            <source>Pressure: size</source>
            <translation>Druck: Größe</translation>
        </message>
        <message>
            <source>Pen pressure changes the size</source>
            <translation>Stiftdruck ändert die Größe</translation>
        </message>
        <message>
            <source>opacity</source>
            <translation>Deckkraft</translation>
        </message>
        <message>
            <source>Pen pressure changes the opacity; of a mask: how much may change there</source>
            <translation>Der Stiftdruck ändert die Deckkraft; bei einer Maske: wie viel sich dort ändern darf</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>The colour to paint with</source>
            <translation>Die Farbe zum Malen</translation>
        </message>
        <message>
            <source>Colour to paint with</source>
            <translation>Farbe zum Malen</translation>
        </message>
        <message>
            <source>Tilt: size</source>
            <translation>Neigung: Größe</translation>
        </message>
        <message>
            <source>A pen laid down paints broadly</source>
            <translation>Ein flach gehaltener Stift malt breit</translation>
        </message>
    </context>
    <context>
        <name>pentimento::WorkNote</name>
        <message>
            <source>How much of it is done</source>
            <translation>Wie viel davon getan ist</translation>
        </message>
        <message>
            <source>Stop it</source>
            <translation>Anhalten</translation>
        </message>
        <message numerus="yes">
            <source> · about %n s left</source>
            <translation>
                <numerusform> · noch etwa %n s</numerusform>
                <numerusform> · noch etwa %n s</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>pentimento::ZoomTool</name>
        <message>
            <source>Click zooms in  ·  Alt zooms out  ·  drag left or right  ·  the wheel works with any tool</source>
            <translation>Klick vergrößert  ·  Alt verkleinert  ·  nach links oder rechts ziehen  ·  das Rad wirkt mit jedem Werkzeug</translation>
        </message>
    </context>
</TS>
